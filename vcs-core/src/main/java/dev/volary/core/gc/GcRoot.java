package dev.volary.core.gc;

import dev.volary.core.hash.ObjectId;

/// A root whose objects must stay.
///
/// @param heldBy what keeps it, for people: a group such as `branches` or `trash`
public record GcRoot(ObjectId root, String heldBy) {}
