package dev.volary.core.linux;

import dev.volary.core.error.VolaryException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A whole file mapped for reading, of any size; numbers in it are little endian.
///
/// Safe for many threads, [#close] included: a use after it throws [IllegalStateException] and
/// never touches unmapped memory. An offset out of range is an [IndexOutOfBoundsException]. The
/// file must not shrink while it is mapped.
public final class MappedFile implements AutoCloseable {
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Arena arena;
  private final MemorySegment bytes;

  private MappedFile(Arena arena, MemorySegment bytes) {
    this.arena = arena;
    this.bytes = bytes;
  }

  /// Maps `file`, which must be `expectedSize` bytes long, else it is [VolaryException] corrupt.
  public static MappedFile open(Path file, long expectedSize) throws IOException {
    Arena arena = Arena.ofShared();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      if (size != expectedSize) {
        throw VolaryException.corrupt(
            file.toString(), "it has " + size + " bytes where " + expectedSize + " belong");
      }
      return new MappedFile(arena, channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena));
    } catch (IOException | RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  /// Returns the length in bytes.
  public long size() {
    return bytes.byteSize();
  }

  /// Returns the byte at `offset`.
  public byte getByte(long offset) {
    return bytes.get(ValueLayout.JAVA_BYTE, offset);
  }

  /// Returns the 4 bytes at `offset`, at any alignment.
  public int getInt(long offset) {
    return bytes.get(INT, offset);
  }

  /// Returns the 8 bytes at `offset`, at any alignment.
  public long getLong(long offset) {
    return bytes.get(LONG, offset);
  }

  /// Copies `length` bytes from `offset` on into `target`.
  public void get(long offset, byte[] target, int targetOffset, int length) {
    MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, offset, target, targetOffset, length);
  }

  /// Unmaps the file; a second call does nothing.
  @Override
  public synchronized void close() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }
}
