package dev.volary.core.restore.entry;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Runs walks that call themselves once a directory level, however deep a tree is.
public final class DeepStack {
  /// Enough for some hundred thousand levels; only what is used is ever backed by memory.
  private static final long STACK_BYTES = 256L << 20;

  private DeepStack() {}

  /// Something that walks.
  @FunctionalInterface
  public interface Walk<T> {
    /// Walks and returns what came of it.
    T run() throws IOException;
  }

  /// Returns what `walk` returns, run in a thread of its own.
  public static <T> T run(Walk<T> walk) throws IOException {
    FutureTask<T> task = new FutureTask<>(walk::run);
    Thread thread = new Thread(null, task, "restore-walk", STACK_BYTES);
    thread.start();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          // What was begun is completed; the caller sees the interrupt afterwards.
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      throw failure(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static IOException failure(ExecutionException e) {
    return switch (e.getCause()) {
      case IOException cause -> cause;
      case RuntimeException cause -> throw cause;
      case Error cause -> throw cause;
      case null, default -> new IOException(e);
    };
  }
}
