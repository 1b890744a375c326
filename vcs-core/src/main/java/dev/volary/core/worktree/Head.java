package dev.volary.core.worktree;

/// What a worktree holds: a branch, or a commit without one.
public sealed interface Head {
  /// A branch is live here; new commits move it.
  ///
  /// @param ref the branch's full name, such as `refs/heads/main`
  record OnBranch(String ref) implements Head {}

  /// No branch: new commits move nothing but this worktree.
  record Detached() implements Head {}
}
