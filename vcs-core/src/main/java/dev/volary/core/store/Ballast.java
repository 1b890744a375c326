package dev.volary.core.store;

import dev.volary.core.io.AtomicFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;

/// A file that is given up when the disk is full to the last byte, so that `gc` can still write the
/// manifest by which it frees the rest.
public final class Ballast {
  private static final String NAME = "ballast";
  private static final int LEAST_BYTES = 256 << 10;

  private final Path file;
  private final Path manifest;
  private final SecureRandom random;

  /// The ballast of the depot in `directory`; `random` fills it, so that no file system compresses
  /// it away.
  public Ballast(Path directory, SecureRandom random) {
    this.file = directory.resolve(NAME);
    this.manifest = directory.resolve("manifest");
    this.random = random;
  }

  /// Makes the ballast, or makes it grow with the manifest; does nothing where it is large enough.
  public void ensure() throws IOException {
    long wantedBytes = Math.max(LEAST_BYTES, 2 * size(manifest));
    long bytes = size(file);
    if (bytes >= wantedBytes) {
      return;
    }
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
      byte[] filling = new byte[1 << 16];
      for (long at = bytes; at < wantedBytes; at += filling.length) {
        random.nextBytes(filling);
        ByteBuffer buffer = ByteBuffer.wrap(filling);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
      }
      channel.force(true);
    }
  }

  /// Gives the ballast up and returns the bytes that are free by it.
  public long release() throws IOException {
    long bytes = size(file);
    AtomicFile.remove(file);
    return bytes;
  }

  private static long size(Path path) throws IOException {
    return Files.exists(path) ? Files.size(path) : 0;
  }
}
