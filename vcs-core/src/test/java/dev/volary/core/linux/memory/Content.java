package dev.volary.core.linux.memory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.TreeSet;

/// A file's bytes: segments of 1 MiB, each a file of its own in a directory of the file system
/// given, so that a sparse file costs what was written; holes are kept by blocks of 4 KiB.
final class Content {
  static final int BLOCK_BYTES = 4096;
  private static final int SEGMENT_BYTES = 1 << 20;

  private final Path directory;
  private final TreeSet<Long> allocated = new TreeSet<>();
  private long size;

  Content(Path directory) {
    this.directory = directory;
  }

  long size() {
    return size;
  }

  long blocks() {
    return allocated.size();
  }

  int read(long position, byte[] target, int offset, int length) throws IOException {
    int want = Math.clamp(size - position, 0, length);
    for (int done = 0; done < want; ) {
      long at = position + done;
      int piece = Math.min(want - done, SEGMENT_BYTES - (int) (at % SEGMENT_BYTES));
      readSegment(at, target, offset + done, piece);
      done += piece;
    }
    return want;
  }

  private void readSegment(long at, byte[] target, int offset, int length) throws IOException {
    Arrays.fill(target, offset, offset + length, (byte) 0);
    Path segment = segment(at);
    if (Files.exists(segment)) {
      try (FileChannel channel = FileChannel.open(segment, StandardOpenOption.READ)) {
        ByteBuffer buffer = ByteBuffer.wrap(target, offset, length);
        long from = at % SEGMENT_BYTES;
        int got = 0;
        while (buffer.hasRemaining() && got >= 0) {
          got = channel.read(buffer, from + buffer.position() - offset);
        }
      }
    }
  }

  void write(long position, byte[] source, int offset, int length) throws IOException {
    for (int done = 0; done < length; ) {
      long at = position + done;
      int piece = Math.min(length - done, SEGMENT_BYTES - (int) (at % SEGMENT_BYTES));
      writeSegment(at, source, offset + done, piece);
      done += piece;
    }
    for (long b = position / BLOCK_BYTES; b * BLOCK_BYTES < position + length; b++) {
      allocated.add(b);
    }
    size = length == 0 ? size : Math.max(size, position + length);
  }

  private void writeSegment(long at, byte[] source, int offset, int length) throws IOException {
    Files.createDirectories(directory);
    try (FileChannel channel =
        FileChannel.open(segment(at), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(source, offset, length);
      while (buffer.hasRemaining()) {
        channel.write(buffer, at % SEGMENT_BYTES + buffer.position() - offset);
      }
    }
  }

  void truncate(long newSize) throws IOException {
    if (newSize < size) {
      zero(newSize, size - newSize);
      allocated.tailSet((newSize + BLOCK_BYTES - 1) / BLOCK_BYTES).clear();
    }
    size = newSize;
  }

  void punch(long position, long length) throws IOException {
    zero(position, Math.min(length, Math.max(0, size - position)));
    long first = (position + BLOCK_BYTES - 1) / BLOCK_BYTES;
    long end = (position + length) / BLOCK_BYTES;
    if (first < end) {
      allocated.subSet(first, end).clear();
    }
  }

  /// Returns the next data or hole at or after `from`, or -1.
  long next(long from, boolean data) {
    long at = from;
    while (at < size && allocated.contains(at / BLOCK_BYTES) != data) {
      at = (at / BLOCK_BYTES + 1) * BLOCK_BYTES;
    }
    if (from >= size || (data && at >= size)) {
      return -1;
    }
    return Math.min(at, size);
  }

  private void zero(long position, long length) throws IOException {
    for (long at = position; at < position + length; ) {
      long end = Math.min(position + length, (at / SEGMENT_BYTES + 1) * SEGMENT_BYTES);
      if (Files.exists(segment(at))) {
        writeSegment(at, new byte[(int) (end - at)], 0, (int) (end - at));
      }
      at = end;
    }
  }

  private Path segment(long at) {
    return directory.resolve(Long.toString(at / SEGMENT_BYTES));
  }
}
