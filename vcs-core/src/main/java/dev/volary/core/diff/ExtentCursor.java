package dev.volary.core.diff;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.object.Extent;
import dev.volary.core.object.ObjectSource;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A place in a file's extents, moved forward by bytes. Holds at most one chunk.
final class ExtentCursor {
  private static final byte[] ZEROS = new byte[Extent.MAX_CHUNK];

  private final ObjectSource source;
  private final Iterator<Extent> extents;
  private @Nullable Extent extent;
  private long position;
  private byte @Nullable [] bytes;

  ExtentCursor(ObjectSource source, Iterator<Extent> extents) {
    this.source = source;
    this.extents = extents;
    this.extent = extents.hasNext() ? extents.next() : null;
  }

  /// Returns how many bytes are left in the extent; 0 at the end of the file.
  long left() {
    return extent == null ? 0 : extent.end() - position;
  }

  boolean isHole() {
    return extent != null && extent.isHole();
  }

  /// Moves over `length` bytes, at most [#left].
  void advance(long length) {
    position += length;
    if (extent != null && position == extent.end()) {
      extent = extents.hasNext() ? extents.next() : null;
      bytes = null;
    }
  }

  /// Tells whether both stand at the same byte of the same chunk, or in holes: equal unread.
  boolean isAtSame(ExtentCursor other) {
    if (extent == null || other.extent == null) {
      return false;
    }
    Optional<ObjectId> mine = extent.chunk();
    return mine.equals(other.extent.chunk())
        && (mine.isEmpty() || offsetInExtent() == other.offsetInExtent());
  }

  /// Tells whether the next `length` bytes of both are equal.
  boolean hasEqualBytes(ExtentCursor other, long length) {
    if (isAtSame(other)) {
      return true;
    }
    int count = Math.toIntExact(length);
    int mine = isHole() ? 0 : offsetInExtent();
    int theirs = other.isHole() ? 0 : other.offsetInExtent();
    return Arrays.equals(bytes(), mine, mine + count, other.bytes(), theirs, theirs + count);
  }

  /// Tells whether the next `length` bytes, at most [#left], are zeros.
  boolean hasZeros(long length) {
    int at = offsetInExtent();
    int count = Math.toIntExact(length);
    return isHole() || Arrays.equals(bytes(), at, at + count, ZEROS, 0, count);
  }

  /// Returns the chunk whose bytes are exactly the next `length`, if one begins and ends so.
  Optional<ObjectId> chunkHere(long length) {
    return extent != null && offsetInExtent() == 0 && left() == length
        ? extent.chunk()
        : Optional.empty();
  }

  /// Copies the next `length` bytes, at most [#left] and the largest chunk's, into `to`.
  void copy(byte[] to, int at, int length) {
    System.arraycopy(bytes(), offsetInExtent(), to, at, length);
  }

  private int offsetInExtent() {
    return extent == null || extent.isHole() ? 0 : Math.toIntExact(position - extent.offset());
  }

  private byte[] bytes() {
    if (extent == null || extent.chunk().isEmpty()) {
      return ZEROS;
    }
    byte[] read = bytes;
    if (read == null) {
      read = source.read(ObjectKind.CHUNK, extent.chunk().get());
      bytes = read;
    }
    return read;
  }
}
