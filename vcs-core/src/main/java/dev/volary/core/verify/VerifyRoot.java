package dev.volary.core.verify;

import dev.volary.core.hash.ObjectId;

/// A root that must be whole, and for whom.
///
/// @param commit its commit, as people write it, or empty where there is none
/// @param heldBy what keeps it, such as a branch, a reflog or a worktree
public record VerifyRoot(ObjectId root, String volume, String commit, String heldBy) {}
