package dev.volary.core.object;

import dev.volary.core.hash.ObjectId;

/// Where the bytes of a regular file are. The form follows from the bytes and holes alone.
public sealed interface Content {
  /// A file of no bytes.
  record EmptyContent() implements Content {}

  /// A file that is one chunk, without a hole.
  record ChunkContent(ObjectId id) implements Content {}

  /// Any other file: several chunks, or a hole.
  ///
  /// @param id the first object of its file map
  record MapContent(ObjectId id) implements Content {}
}
