package dev.volary.core.capture.content;

import dev.volary.core.linux.FileHandle;
import dev.volary.core.object.Extent;
import java.io.IOException;
import java.util.Optional;

/// Divides a file into data and holes, front to back.
///
/// A hole is kept as the whole 64 KiB-aligned blocks inside what the file system calls a hole (at
/// the end of the file it may be cut short), so that file systems with other block sizes agree.
public final class Segments {
  private final FileHandle file;
  private final long size;
  private long position;
  private Optional<Segment> hole = Optional.empty();

  /// Divides the first `size` bytes of `file`.
  public Segments(FileHandle file, long size) {
    this.file = file;
    this.size = size;
  }

  /// Returns the next run, or nothing at the end of the file.
  public Optional<Segment> next() throws IOException {
    if (position >= size) {
      return Optional.empty();
    }
    if (hole.isEmpty() || hole.get().end() <= position) {
      hole = Optional.of(nextHole());
    }
    Segment ahead = hole.get();
    Segment next =
        ahead.offset() > position ? new Segment(position, ahead.offset() - position, false) : ahead;
    position = next.end();
    return Optional.of(next);
  }

  /// The first hole at or after the position; one of no length at the end if there is none.
  private Segment nextHole() throws IOException {
    long from = position;
    while (from < size) {
      long start = file.nextHole(from);
      if (start < 0 || start >= size) {
        break;
      }
      long data = file.nextData(start);
      long stop = data < 0 || data >= size ? size : data / Extent.HOLE_BLOCK * Extent.HOLE_BLOCK;
      long aligned = (start + Extent.HOLE_BLOCK - 1) / Extent.HOLE_BLOCK * Extent.HOLE_BLOCK;
      if (aligned < stop) {
        return new Segment(aligned, stop - aligned, true);
      }
      if (data < 0 || data >= size) {
        break;
      }
      from = Math.max(data, start + 1);
    }
    return new Segment(size, 0, true);
  }
}
