package dev.volary.core.restore.entry;

import dev.volary.core.linux.FileHandle;
import dev.volary.core.object.Extent;
import java.io.IOException;

/// Where an open file has holes, asked for in ascending order; one hole is remembered, so that a
/// file without any costs one call.
public final class HoleMap {
  private final FileHandle file;
  private final long size;
  private long start = -1;
  private long end = -1;
  private long searched = Long.MAX_VALUE;

  HoleMap(FileHandle file, long size) {
    this.file = file;
    this.size = size;
  }

  /// Tells whether no byte of the range is data; past the end of the file nothing is.
  boolean isHole(long from, long to) throws IOException {
    if (from >= size) {
      return false;
    }
    find(from);
    return start <= from && end >= to;
  }

  /// Tells whether the range touches a whole block (the last one may be short) that is a hole: one
  /// that a capture would keep as such, so that the bytes there are zeros but not data.
  boolean hasBlock(long from, long to) throws IOException {
    long at = from;
    while (at < Math.min(to, size)) {
      find(at);
      long block = (start + Extent.HOLE_BLOCK - 1) / Extent.HOLE_BLOCK * Extent.HOLE_BLOCK;
      long last = end == size ? size : end / Extent.HOLE_BLOCK * Extent.HOLE_BLOCK;
      if (block < last && block < to && last > from) {
        return true;
      }
      at = end;
    }
    return false;
  }

  /// Finds the first hole that ends after `at`; at the end of the file there is an empty one.
  private void find(long at) throws IOException {
    if (start <= at && at < end || at < start && at >= searched) {
      return;
    }
    searched = at;
    long hole = file.nextHole(at);
    start = hole < 0 ? size : Math.min(hole, size);
    long data = start < size ? file.nextData(start) : size;
    end = data < 0 ? size : data;
  }
}
