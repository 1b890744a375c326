package dev.volary.core.operation.live;

import dev.volary.core.capture.consistency.Pause;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How the processes that write to a worktree are dealt with while it is captured.
public sealed interface Moment {
  /// How long writers may stand still at most.
  Duration LONGEST_PAUSE = Duration.ofSeconds(60);

  /// Nobody may be writing: where somebody is, the capture is refused.
  record Quiet() implements Moment {}

  /// Writers go on; what is captured need not be one moment of the data.
  record Live() implements Moment {}

  /// Writers are made to stand still, by all that is given here.
  ///
  /// @param freeze whether the file system is frozen
  /// @param unit a systemd unit whose processes are frozen
  /// @param before commands of the user's that make writers stand still, in order
  /// @param after commands that let them go on, run in reverse whatever happens
  /// @param others pauses of the caller's own; writers that none of these stops are refused
  record Paused(
      boolean freeze,
      Optional<String> unit,
      List<String> before,
      List<String> after,
      List<Pause> others)
      implements Moment {
    public Paused {
      before = List.copyOf(before);
      after = List.copyOf(after);
      others = List.copyOf(others);
    }
  }
}
