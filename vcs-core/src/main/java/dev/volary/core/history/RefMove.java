package dev.volary.core.history;

import java.util.Optional;

/// A move of a ref written down before it happens, so that a crash in between can be told from a
/// move that never was.
public record RefMove(RefName ref, Optional<CommitId> before, CommitId after) {}
