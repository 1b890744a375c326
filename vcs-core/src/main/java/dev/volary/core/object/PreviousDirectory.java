package dev.volary.core.object;

import dev.volary.core.hash.ObjectId;

/// The version of a directory that a new one is likely to resemble.
///
/// @param source where all its objects can be read
/// @param directory its first object
public record PreviousDirectory(ObjectSource source, ObjectId directory) {}
