package dev.volary.core.capture;

import dev.volary.core.hash.ObjectId;

/// The tree a worktree is based on. All of its objects must be where the request's source reads.
///
/// @param entries how many entries it has beneath its top
/// @param bytes the sizes of its regular files
public record Baseline(ObjectId root, long entries, long bytes) {}
