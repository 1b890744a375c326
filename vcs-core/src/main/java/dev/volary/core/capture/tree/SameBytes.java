package dev.volary.core.capture.tree;

import dev.volary.core.capture.content.CapturedContent;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.linux.FileHandle;
import dev.volary.core.object.Content;
import dev.volary.core.object.Entry;
import dev.volary.core.object.Extent;
import dev.volary.core.object.Node;
import dev.volary.core.object.ObjectSource;
import dev.volary.core.object.tree.FileMapReader;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;

/// Compares a live file with its base byte for byte, whatever is a hole in either.
final class SameBytes {
  private static final int PIECE = Extent.MAX_CHUNK;

  private SameBytes() {}

  /// Returns the base's content if the file has the same bytes, else what was read.
  static Content unlessChanged(
      FileHandle file, CapturedContent read, Optional<Entry> base, ObjectSource source)
      throws IOException {
    if (base.isPresent()
        && base.get().node() instanceof Node.RegularNode(long size, Content old)
        && size == read.size()
        && !old.equals(read.content())
        && (hasHole(file, size) || hasHole(old, size, source))
        && isSame(file, new FileMapReader(source).extents(old, size), source)) {
      return old;
    }
    return read.content();
  }

  private static boolean hasHole(FileHandle file, long size) throws IOException {
    long hole = file.nextHole(0);
    return hole >= 0 && hole < size;
  }

  private static boolean hasHole(Content content, long size, ObjectSource source) {
    Iterator<Extent> extents = new FileMapReader(source).extents(content, size);
    while (extents.hasNext()) {
      if (extents.next().isHole()) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSame(FileHandle file, Iterator<Extent> base, ObjectSource source)
      throws IOException {
    byte[] live = new byte[PIECE];
    byte[] zeros = new byte[PIECE];
    while (base.hasNext()) {
      Extent extent = base.next();
      byte[] old =
          extent.chunk().isPresent() ? source.read(ObjectKind.CHUNK, extent.chunk().get()) : zeros;
      for (long at = extent.offset(); at < extent.end(); at += PIECE) {
        int wanted = (int) Math.min(PIECE, extent.end() - at);
        if (extent.isHole() && isHole(file, at, wanted)) {
          continue;
        }
        if (file.read(at, live, 0, wanted) < wanted
            || !Arrays.equals(live, 0, wanted, old, 0, wanted)) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean isHole(FileHandle file, long at, int length) throws IOException {
    long data = file.nextData(at);
    return data < 0 || data >= at + length;
  }
}
