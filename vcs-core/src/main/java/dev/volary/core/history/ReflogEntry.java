package dev.volary.core.history;

import java.time.Instant;
import java.util.Optional;

/// One move of a ref.
///
/// @param before where it stood; empty when it was created
/// @param after where it went
public record ReflogEntry(
    Optional<CommitId> before, CommitId after, Identity by, Instant when, String reason) {}
