package dev.volary.core.history;

import java.util.Optional;

/// A request to move a ref, granted only if it still stands where the asker saw it.
///
/// @param expected where it must stand; empty if it must not exist
/// @param reason one line for the reflog
public record RefUpdate(
    RefName ref, Optional<CommitId> expected, CommitId target, Identity by, String reason) {}
