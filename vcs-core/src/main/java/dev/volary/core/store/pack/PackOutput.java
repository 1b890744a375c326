package dev.volary.core.store.pack;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// An append-only file being written.
///
/// Not thread-safe, but `sync` may be called while another thread writes.
public interface PackOutput extends Closeable {
  /// Appends all of `bytes`.
  void write(ByteBuffer bytes) throws IOException;

  /// Makes everything written before durable.
  void sync() throws IOException;

  /// Where outputs come from; tests put failing ones in.
  @FunctionalInterface
  interface Factory {
    /// Creates `file`, which must not exist.
    PackOutput create(Path file) throws IOException;
  }

  /// Creates `file`, which must not exist, as an ordinary file.
  static PackOutput toFile(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    return new PackOutput() {
      @Override
      public void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
      }

      @Override
      public void sync() throws IOException {
        channel.force(true);
      }

      @Override
      public void close() throws IOException {
        channel.close();
      }
    };
  }
}
