package dev.volary.core.restore.tar;

import dev.volary.core.object.Extent;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.function.Supplier;

/// Where a file has data, as `GNU sparse 1.0` puts it before the data: the number of runs, then the
/// offset and length of each, one decimal number a line. The extents are read anew each time, so
/// that the map of the longest file needs no memory.
final class SparseMap {
  private final Supplier<Iterator<Extent>> extents;
  private final long size;
  private long runs;
  private long digits;
  private long data;
  private long lastEnd;
  private boolean holes;

  /// Takes one run of data.
  @FunctionalInterface
  private interface RunVisitor {
    void run(long offset, long length) throws IOException;
  }

  private SparseMap(Supplier<Iterator<Extent>> extents, long size) {
    this.extents = extents;
    this.size = size;
  }

  /// Returns the map of a file of `size` bytes.
  static SparseMap of(Supplier<Iterator<Extent>> extents, long size) throws IOException {
    SparseMap map = new SparseMap(extents, size);
    map.visit((offset, length) -> {
      map.runs++;
      map.data += length;
      map.digits += line(offset).length + line(length).length;
    });
    map.holes = map.data < size;
    return map;
  }

  boolean hasHoles() {
    return holes;
  }

  long dataBytes() {
    return data;
  }

  /// Returns the length of the map with what fills up its last block, in bytes.
  long mapBytes() {
    long length = line(runs()).length + digits + end();
    return (length + TarHeader.BLOCK - 1) / TarHeader.BLOCK * TarHeader.BLOCK;
  }

  void writeMap(OutputStream out) throws IOException {
    out.write(line(runs()));
    visit((offset, length) -> {
      out.write(line(offset));
      out.write(line(length));
    });
    if (endsInHole()) {
      out.write(line(size));
      out.write(line(0));
    }
    TarHeader.pad(out, line(runs()).length + digits + end());
  }

  /// A last run without data tells that the file ends in a hole.
  private boolean endsInHole() {
    return lastEnd < size;
  }

  private long runs() {
    return runs + (endsInHole() ? 1 : 0);
  }

  private long end() {
    return endsInHole() ? line(size).length + line(0).length : 0;
  }

  private void visit(RunVisitor visitor) throws IOException {
    long start = 0;
    long end = 0;
    for (Iterator<Extent> each = extents.get(); each.hasNext(); ) {
      Extent extent = each.next();
      if (!extent.isHole() && extent.offset() == end) {
        end = extent.end();
      } else if (!extent.isHole()) {
        if (end > start) {
          visitor.run(start, end - start);
        }
        start = extent.offset();
        end = extent.end();
      }
    }
    if (end > start) {
      visitor.run(start, end - start);
    }
    lastEnd = end;
  }

  private static byte[] line(long number) {
    return (number + "\n").getBytes(StandardCharsets.US_ASCII);
  }
}
