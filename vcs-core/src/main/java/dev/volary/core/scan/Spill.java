package dev.volary.core.scan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// Blocks of bytes kept in order: the first ones on the heap, the rest in a file without a name.
final class Spill implements AutoCloseable {
  private final Path folder;
  private final long heapBytes;
  private final List<byte[]> onHeap = new ArrayList<>();
  private final List<Integer> inFile = new ArrayList<>();
  private @Nullable FileChannel file;
  private long held;
  private long written;

  /// An empty spill that makes its file in `folder` once more than `heapBytes` are added.
  Spill(Path folder, long heapBytes) {
    this.folder = folder;
    this.heapBytes = heapBytes;
  }

  void add(byte[] block) throws IOException {
    if (inFile.isEmpty() && held + block.length <= heapBytes) {
      onHeap.add(block);
      held += block.length;
      return;
    }
    FileChannel target = file;
    if (target == null) {
      target = open();
      file = target;
    }
    ByteBuffer rest = ByteBuffer.wrap(block);
    while (rest.hasRemaining()) {
      written += target.write(rest, written);
    }
    inFile.add(block.length);
  }

  /// Returns the blocks in the order they were added.
  Iterator<byte[]> blocks() {
    return new Iterator<>() {
      private int next;
      private long position;

      @Override
      public boolean hasNext() {
        return next < onHeap.size() + inFile.size();
      }

      @Override
      public byte[] next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        int index = next++;
        if (index < onHeap.size()) {
          return onHeap.get(index);
        }
        byte[] block = read(position, inFile.get(index - onHeap.size()));
        position += block.length;
        return block;
      }
    };
  }

  private byte[] read(long position, int length) {
    FileChannel source = file;
    if (source == null) {
      throw new IllegalStateException("the spill is closed");
    }
    ByteBuffer block = ByteBuffer.allocate(length);
    try {
      while (block.hasRemaining()) {
        if (source.read(block, position + block.position()) < 0) {
          throw new IOException("the list of entries in " + folder + " was cut short");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return block.array();
  }

  private FileChannel open() throws IOException {
    Files.createDirectories(folder);
    Path path = Files.createTempFile(folder, "scan", ".tmp");
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    Files.delete(path);
    return channel;
  }

  @Override
  public void close() throws IOException {
    onHeap.clear();
    inFile.clear();
    if (file != null) {
      file.close();
      file = null;
    }
  }
}
