package dev.volary.cli.docker.plugin.catalog;

import dev.volary.core.io.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/// The catalog and its file. Thread-safe: changes come one after the other and are durable when
/// they are seen; reading never waits for one.
public final class Catalog {
  private final Path file;
  private final ReentrantLock writing = new ReentrantLock();
  private volatile Content content;

  private Catalog(Path file, Content content) {
    this.file = file;
    this.content = content;
  }

  /// Opens the catalog in `file`, which need not exist. Mounts of an earlier run of the machine are
  /// gone: no container outlives it.
  ///
  /// @param boot the machine's present run
  public static Catalog open(Path file, String boot) throws IOException {
    Content read =
        Files.exists(file)
            ? Content.decode(file.toString(), Files.readAllBytes(file))
            : Content.empty(boot);
    return new Catalog(file, read.boot().equals(boot) ? read : read.inRun(boot));
  }

  /// Returns what it holds now.
  public Content now() {
    return content;
  }

  /// Changes it, durably, and returns what it holds then. What `change` throws leaves it as it was.
  public Content change(UnaryOperator<Content> change) throws IOException {
    writing.lock();
    try {
      Content next = change.apply(content);
      if (!next.equals(content)) {
        AtomicFile.publish(file, next.encode());
        content = next;
      }
      return next;
    } finally {
      writing.unlock();
    }
  }
}
