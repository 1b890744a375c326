package dev.volary.core.worktree;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.history.CommitId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// How a worktree's directory came to be, and how long it stays.
///
/// @param overlay what it is mounted over; nothing for a directory that holds all of its files
/// @param stay how long it stays
public record Provision(Optional<Overlay> overlay, Stay stay) {
  /// A directory with all of its files in it, until somebody removes it.
  public static final Provision PLAIN = new Provision(Optional.empty(), new Stay.ForGood());

  /// An overlay mount over the shared checkout of a commit.
  ///
  /// @param commit the commit that was checked out, which keeps its data
  /// @param root of its tree, by which the checkout is called
  public record Overlay(CommitId commit, ObjectId root) {}

  /// How long a worktree stays.
  public sealed interface Stay {
    /// Until somebody removes it.
    record ForGood() implements Stay {}

    /// Until a time; then whoever meets it removes it, and keeps uncommitted changes.
    ///
    /// @param end in whole seconds
    record Until(Instant end) implements Stay {
      public Until {
        if (!end.equals(end.truncatedTo(ChronoUnit.SECONDS))) {
          throw new IllegalArgumentException("no whole second: " + end);
        }
      }
    }

    /// As long as the command that made it runs; then it goes with all that was changed in it.
    record WhileRunning() implements Stay {}
  }
}
