package dev.volary.core.store.index;

import dev.volary.core.hash.ObjectHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;

/// Writes one part of a file as a stream beside other parts, and digests it on the way.
final class SectionWriter {
  private static final int BUFFER_SIZE = 1 << 16;

  private final FileChannel channel;
  private final MessageDigest digest = ObjectHash.sha256();
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_SIZE);
  private long position;

  SectionWriter(FileChannel channel, long start) {
    this.channel = channel;
    this.position = start;
  }

  /// Appends `bytes`, at most 64 KiB of them.
  void write(byte[] bytes) throws IOException {
    if (buffer.remaining() < bytes.length) {
      flush();
    }
    buffer.put(bytes);
  }

  /// Writes what is left and returns the SHA-256 of the part.
  byte[] finish() throws IOException {
    flush();
    return digest.digest();
  }

  static void writeFully(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
    long at = position;
    while (bytes.hasRemaining()) {
      at += channel.write(bytes, at);
    }
  }

  private void flush() throws IOException {
    buffer.flip();
    digest.update(buffer.array(), 0, buffer.limit());
    int length = buffer.limit();
    writeFully(channel, buffer, position);
    position += length;
    buffer.clear();
  }
}
