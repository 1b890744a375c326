package dev.volary.core.worktree;

import dev.volary.core.history.CommitId;

/// What a worktree's last command had begun when its record was written.
public sealed interface Pending {
  /// Nothing: the record is the whole truth.
  record Nothing() implements Pending {}

  /// The branch was about to be moved to a new commit of what the directory holds.
  ///
  /// @param commit the new commit
  record Committing(CommitId commit) implements Pending {}

  /// The directory is being changed into another commit's tree; only going on and going back are
  /// allowed.
  ///
  /// @param head what the worktree will hold
  /// @param commit whose tree the directory will hold
  record Changing(Head head, CommitId commit) implements Pending {}

  /// A part of the directory is being changed into what a commit has there; head and base stay, and
  /// only going on and going back are allowed.
  ///
  /// @param commit whose files the part will be
  record ChangingPart(CommitId commit) implements Pending {}

  /// Tells whether the directory may be a mixture of two trees.
  default boolean isChange() {
    return switch (this) {
      case Nothing() -> false;
      case Committing(_) -> false;
      case Changing(_, _) -> true;
      case ChangingPart(_) -> true;
    };
  }
}
