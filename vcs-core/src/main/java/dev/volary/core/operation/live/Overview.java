package dev.volary.core.operation.live;

import dev.volary.core.capture.CaptureProgress;
import dev.volary.core.depot.Depot;
import dev.volary.core.depot.LiveWorktree;
import dev.volary.core.depot.Targets;
import dev.volary.core.depot.Volume;
import dev.volary.core.depot.VolumeName;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitInfo;
import dev.volary.core.history.RefName;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.Errno;
import dev.volary.core.linux.LinuxException;
import dev.volary.core.worktree.Head;
import dev.volary.core.worktree.WorktreeFolder;
import dev.volary.core.worktree.WorktreeRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Sums up the volumes of a depot and their worktrees.
public final class Overview {
  private final Depot depot;

  /// An overview of `depot`.
  public Overview(Depot depot) {
    this.depot = depot;
  }

  /// How a worktree is.
  public enum State {
    /// It holds its base commit.
    CLEAN,
    /// It holds something else.
    CHANGED,
    /// Another command is at work on it.
    BUSY,
    /// This user may not read all of it.
    UNREADABLE,
    /// Its directory is gone or another one.
    MISSING,
    /// A change of it was interrupted.
    INTERRUPTED;

    /// Returns the word for it.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// A worktree.
  ///
  /// @param branch what it holds, nothing where it is detached
  /// @param base the commit its files come from
  public record WorktreeSummary(
      ByteString path, Optional<String> branch, Optional<CommitInfo> base, State state) {}

  /// A volume.
  ///
  /// @param branch the default one
  /// @param head its tip, if there is one
  public record VolumeSummary(
      VolumeName name,
      String branch,
      Optional<CommitInfo> head,
      Optional<String> preset,
      List<WorktreeSummary> worktrees) {
    public VolumeSummary {
      worktrees = List.copyOf(worktrees);
    }
  }

  /// Returns all volumes, ordered by name.
  public List<VolumeSummary> run() throws IOException {
    Map<WorktreeFolder, WorktreeRecord> worktrees = depot.worktrees().all();
    List<VolumeSummary> volumes = new ArrayList<>();
    for (VolumeName name : depot.volumes()) {
      Volume volume = depot.volume(name);
      RefName branch = volume.history().refs().defaultBranch();
      List<WorktreeSummary> own = new ArrayList<>();
      for (Map.Entry<WorktreeFolder, WorktreeRecord> entry : worktrees.entrySet()) {
        if (entry.getValue().volume().equals(name.text())) {
          own.add(summary(new Targets.WorktreeTarget(entry.getKey(), entry.getValue(), volume)));
        }
      }
      volumes.add(
          new VolumeSummary(
              name,
              branch.shortName(),
              volume.history().refs().find(branch).map(volume.history()::read),
              volume.settings().preset(),
              own));
    }
    return volumes;
  }

  private WorktreeSummary summary(Targets.WorktreeTarget target) throws IOException {
    WorktreeRecord worktree = target.record();
    Optional<String> branch =
        switch (worktree.head()) {
          case Head.OnBranch(String ref) -> Optional.of(new RefName(ref).shortName());
          case Head.Detached() -> Optional.empty();
        };
    return new WorktreeSummary(
        worktree.identity().path(),
        branch,
        worktree.base().map(target.volume().history()::read),
        state(target));
  }

  private State state(Targets.WorktreeTarget target) throws IOException {
    if (target.record().pending().isChange()) {
      return State.INTERRUPTED;
    }
    try (LiveWorktree worktree = LiveWorktree.openUnlessBusy(depot, target, "list")) {
      boolean clean = new StatusCheck(depot, CaptureProgress.NONE).run(worktree).clean();
      return clean ? State.CLEAN : State.CHANGED;
    } catch (VolaryException e) {
      return switch (e.fault()) {
        case BUSY -> State.BUSY;
        case CONFLICT -> State.MISSING;
        case NOT_PERMITTED -> State.UNREADABLE;
        default -> throw e;
      };
    } catch (LinuxException e) {
      if (e.is(Errno.EACCES) || e.is(Errno.EPERM)) {
        return State.UNREADABLE;
      }
      throw e;
    }
  }
}
