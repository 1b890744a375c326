package dev.volary.core.operation.live;

/// What happens to uncommitted changes when a worktree is changed.
public enum Uncommitted {
  /// Nothing is changed where there are any.
  REFUSE,
  /// They are put aside, to be brought back.
  STASH,
  /// They are overwritten; a safety commit keeps them for a week.
  DISCARD
}
