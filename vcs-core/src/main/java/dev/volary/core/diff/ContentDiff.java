package dev.volary.core.diff;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.object.Content;
import dev.volary.core.object.Extent;
import dev.volary.core.object.Node.RegularNode;
import dev.volary.core.object.ObjectSource;
import dev.volary.core.object.tree.FileMapReader;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;

/// Compares the bytes of two files. Chunks are read only where their ids don't settle it, two at a
/// time. Thread-safe.
public final class ContentDiff {
  /// Takes byte ranges in ascending order, none touching the next.
  @FunctionalInterface
  public interface RangeVisitor {
    /// Takes `length` bytes, at least 1, from `offset` on.
    void range(long offset, long length);
  }

  /// Chunks of the older file remembered to tell what is shared: 64 GiB of a file, 64 MiB of heap.
  private static final int REMEMBERED_CHUNKS = 1 << 20;

  private final ObjectSource source;
  private final FileMapReader maps;

  /// A comparison of files whose objects are in `source`.
  public ContentDiff(ObjectSource source) {
    this.source = source;
    this.maps = new FileMapReader(source);
  }

  /// Tells whether two files have the same bytes, a hole being zeros.
  public boolean sameBytes(RegularNode before, RegularNode after) {
    if (before.size() != after.size()) {
      return false;
    }
    if (before.content().equals(after.content())) {
      return true;
    }
    ExtentCursor first = cursor(before);
    ExtentCursor second = cursor(after);
    while (second.left() > 0) {
      long length = common(first, second);
      if (!first.hasEqualBytes(second, length)) {
        return false;
      }
      first.advance(length);
      second.advance(length);
    }
    return true;
  }

  /// Tells `visitor` which ranges of `after` do not have the bytes that `before` has at the same
  /// offsets; what lies past the end of `before` differs. Ranges are as fine as the cuts of both
  /// files' chunks.
  public void changedRanges(RegularNode before, RegularNode after, RangeVisitor visitor) {
    ExtentCursor first = cursor(before);
    ExtentCursor second = cursor(after);
    long position = 0;
    long start = -1;
    while (second.left() > 0) {
      long length = first.left() == 0 ? second.left() : common(first, second);
      boolean equal = first.left() > 0 && first.hasEqualBytes(second, length);
      if (equal && start >= 0) {
        visitor.range(start, position - start);
        start = -1;
      } else if (!equal && start < 0) {
        start = position;
      }
      first.advance(Math.min(length, first.left()));
      second.advance(length);
      position += length;
    }
    if (start >= 0) {
      visitor.range(start, position - start);
    }
  }

  /// Returns how many bytes of `after` are in chunks that `before` does not have anywhere.
  public long unsharedBytes(RegularNode before, RegularNode after) {
    if (before.content().equals(after.content())) {
      return 0;
    }
    Set<ObjectId> known = new HashSet<>();
    Iterator<Extent> extents = extents(before);
    while (extents.hasNext() && known.size() < REMEMBERED_CHUNKS) {
      extents.next().chunk().ifPresent(known::add);
    }
    long bytes = 0;
    for (Iterator<Extent> each = extents(after); each.hasNext(); ) {
      Extent extent = each.next();
      if (!extent.isHole() && !known.contains(extent.chunk().get())) {
        bytes += extent.length();
      }
    }
    return bytes;
  }

  /// Returns how many bytes of a file are in chunks: its size without its holes.
  public long dataBytes(RegularNode file) {
    if (!(file.content() instanceof Content.MapContent)) {
      return file.size();
    }
    long bytes = 0;
    for (Iterator<Extent> each = extents(file); each.hasNext(); ) {
      Extent extent = each.next();
      bytes += extent.isHole() ? 0 : extent.length();
    }
    return bytes;
  }

  private static long common(ExtentCursor first, ExtentCursor second) {
    long length = Math.min(first.left(), second.left());
    // Where one side is data the array of zeros that stands for a hole bounds the step.
    return first.isHole() && second.isHole() ? length : Math.min(length, Extent.MAX_CHUNK);
  }

  private ExtentCursor cursor(RegularNode file) {
    return new ExtentCursor(source, extents(file));
  }

  private Iterator<Extent> extents(RegularNode file) {
    return maps.extents(file.content(), file.size());
  }
}
