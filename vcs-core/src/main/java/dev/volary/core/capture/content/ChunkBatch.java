package dev.volary.core.capture.content;

import dev.volary.core.chunk.Chunker;
import dev.volary.core.hash.ObjectHash;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import java.util.Arrays;

/// Consecutive bytes of a file with the chunks cut from them. Owned by one thread at a time.
final class ChunkBatch {
  private final byte[] buffer;
  private final long offset;
  private int[] ends = new int[32];
  private ObjectId[] ids = new ObjectId[0];
  private int count;

  /// A batch of the bytes of `buffer`, the first of which is the file's byte `offset`.
  ChunkBatch(byte[] buffer, long offset) {
    this.buffer = buffer;
    this.offset = offset;
  }

  /// Cuts the first `length` bytes; returns how many of them are in chunks.
  ///
  /// @param endOfData whether a hole or the end of the file follows them
  int cut(int length, boolean endOfData) {
    int from = 0;
    while (from < length) {
      int chunk = Chunker.cut(buffer, from, length, endOfData);
      if (chunk == 0) {
        break;
      }
      from += chunk;
      if (count == ends.length) {
        ends = Arrays.copyOf(ends, count * 2);
      }
      ends[count++] = from;
    }
    return from;
  }

  /// Computes the ids of the chunks.
  ChunkBatch hash() {
    ids = new ObjectId[count];
    for (int i = 0; i < count; i++) {
      ids[i] = ObjectHash.of(ObjectKind.CHUNK, buffer, start(i), length(i));
    }
    return this;
  }

  int count() {
    return count;
  }

  ObjectId id(int index) {
    return ids[index];
  }

  long offset(int index) {
    return offset + start(index);
  }

  int length(int index) {
    return ends[index] - start(index);
  }

  /// Returns a copy of a chunk's bytes.
  byte[] bytes(int index) {
    return Arrays.copyOfRange(buffer, start(index), ends[index]);
  }

  byte[] buffer() {
    return buffer;
  }

  private int start(int index) {
    return index == 0 ? 0 : ends[index - 1];
  }
}
