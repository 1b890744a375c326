package dev.volary.core.object.tree;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.io.ByteString;

/// What an inner page says of a page below it.
///
/// @param last the last name in it; empty in file maps
/// @param amount the entries of a directory, or the bytes of a file, in and below it
record Child(ByteString last, ObjectId id, long amount) {}
