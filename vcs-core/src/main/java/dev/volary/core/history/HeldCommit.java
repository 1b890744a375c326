package dev.volary.core.history;

/// A commit whose data must stay.
///
/// @param heldBy the ref that reaches it, or `reflog of` one
public record HeldCommit(CommitId commit, String heldBy) {}
