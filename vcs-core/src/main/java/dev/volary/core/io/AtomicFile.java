package dev.volary.core.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/// Publishes small files in one step: written aside, flushed, renamed, the directory flushed.
public final class AtomicFile {
  /// What the name of an unfinished file ends in; such files are garbage after a crash.
  public static final String TEMPORARY_SUFFIX = ".tmp";

  private static final AtomicLong COUNTER = new AtomicLong();

  private AtomicFile() {}

  /// Replaces or creates `file` with `content`; durable when it returns, untouched when it throws.
  public static void publish(Path file, byte[] content) throws IOException {
    Path directory = parent(file);
    Path aside =
        directory.resolve(
            "."
                + file.getFileName()
                + "."
                + ProcessHandle.current().pid()
                + "-"
                + COUNTER.incrementAndGet()
                + TEMPORARY_SUFFIX);
    try {
      write(aside, content);
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(aside);
      throw e;
    }
    syncDirectory(directory);
  }

  /// Makes the names in `directory` durable.
  public static void syncDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /// Removes `file` if it exists and makes that durable.
  public static void remove(Path file) throws IOException {
    if (Files.deleteIfExists(file)) {
      syncDirectory(parent(file));
    }
  }

  private static void write(Path aside, byte[] content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(aside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
  }

  private static Path parent(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IllegalArgumentException(file + " has no directory");
    }
    return parent;
  }
}
