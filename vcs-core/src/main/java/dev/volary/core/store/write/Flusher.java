package dev.volary.core.store.write;

import dev.volary.core.store.pack.PackWriter;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Flushes packs beside those who write them, a bounded number of steps behind. Thread-safe.
final class Flusher implements AutoCloseable {
  /// Writers wait when so many flushes are due: about 256 MiB.
  private static final int MAX_DUE = 16;

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("volary-flush").factory());
  private final Deque<Future<?>> due = new ArrayDeque<>();

  /// Flushes what `writer` has written, soon; waits while too much is due, and fails where an
  /// earlier flush did.
  synchronized void flush(PackWriter writer) throws IOException {
    due.add(
        thread.submit(() -> {
          writer.sync();
          return null;
        }));
    while (due.size() > MAX_DUE || (!due.isEmpty() && due.getFirst().isDone())) {
      awaitFirst();
    }
  }

  /// Waits until everything is flushed.
  synchronized void await() throws IOException {
    while (!due.isEmpty()) {
      awaitFirst();
    }
  }

  private void awaitFirst() throws IOException {
    try {
      due.removeFirst().get();
    } catch (InterruptedException e) {
      throw Interruption.during("flushing packs", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /// Waits for the flushes under way, whatever comes of them.
  @Override
  public void close() {
    thread.close();
  }
}
