package dev.volary.core.object;

import dev.volary.core.hash.ObjectId;
import java.util.Optional;

/// A run of a file's bytes: one chunk, or a hole.
///
/// @param offset of its first byte in the file
/// @param length in bytes, at least 1
/// @param chunk where its bytes are; nothing for a hole
public record Extent(long offset, long length, Optional<ObjectId> chunk) {
  /// A chunk is at least this long, in bytes, unless a hole or the end of the file follows it.
  public static final int MIN_CHUNK = 16 << 10;

  /// The longest chunk, in bytes.
  public static final int MAX_CHUNK = 256 << 10;

  /// Holes begin at multiples of this and end at one or at the end of the file, in bytes.
  public static final int HOLE_BLOCK = 64 << 10;

  public Extent {
    if (offset < 0 || length < 1 || length > Long.MAX_VALUE - offset) {
      throw new IllegalArgumentException(length + " bytes at " + offset);
    }
    if (chunk.isPresent() && length > MAX_CHUNK) {
      throw new IllegalArgumentException("a chunk of " + length + " bytes");
    }
  }

  /// Tells whether this is a hole.
  public boolean isHole() {
    return chunk.isEmpty();
  }

  /// Returns the offset of the first byte after it.
  public long end() {
    return offset + length;
  }
}
