package dev.volary.core.capture.content;

/// Takes a file's chunks in their order in the file. Not thread-safe.
interface ChunkOrder {
  /// Takes one chunk of a hashed batch.
  void chunk(ChunkBatch batch, int index);

  /// Tells that the file has ended after `size` bytes.
  void end(long size);
}
