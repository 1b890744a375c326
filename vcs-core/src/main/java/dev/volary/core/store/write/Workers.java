package dev.volary.core.store.write;

import dev.volary.core.error.VolaryException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// The compressing threads of one transaction. Thread-safe.
///
/// After the first task that fails, the rest are passed over and everybody is told.
public final class Workers implements AutoCloseable {
  /// One piece of work.
  @FunctionalInterface
  public interface Task {
    /// Does it.
    void run() throws IOException;
  }

  private final ExecutorService threads;
  private final Runnable onFailure;
  private int underWay;
  private @Nullable Throwable failure;

  /// `count` threads; `onFailure` is run when the first task fails, and at the end.
  public Workers(int count, Runnable onFailure) {
    this.threads =
        Executors.newFixedThreadPool(
            count, Thread.ofPlatform().daemon().name("volary-pack-", 1).factory());
    this.onFailure = onFailure;
  }

  /// Does `task` on one of the threads, soon.
  public void submit(Task task) {
    synchronized (this) {
      underWay++;
    }
    try {
      threads.execute(() -> run(task));
    } catch (RejectedExecutionException e) {
      ended(new IllegalStateException("the transaction is closed", e));
    }
  }

  private void run(Task task) {
    if (failed()) {
      ended(null);
      return;
    }
    try {
      task.run();
      ended(null);
    } catch (IOException | RuntimeException | Error e) {
      ended(e);
    }
  }

  private synchronized boolean failed() {
    return failure != null;
  }

  /// Counts a failure of another thread as that of a task.
  public void fail(Throwable thrown) {
    synchronized (this) {
      if (failure == null) {
        failure = thrown;
      }
      notifyAll();
    }
    onFailure.run();
  }

  private void ended(@Nullable Throwable thrown) {
    synchronized (this) {
      underWay--;
      if (failure == null) {
        failure = thrown;
      }
      notifyAll();
    }
    if (thrown != null) {
      onFailure.run();
    }
  }

  /// Fails if a task has failed, with its cause.
  public synchronized void check() {
    switch (failure) {
      case null -> {}
      case VolaryException e ->
          throw new VolaryException(e.fault(), String.valueOf(e.getMessage()), e);
      case IOException e ->
          throw new UncheckedIOException(
              new IOException("cannot write to the store: " + e.getMessage(), e));
      case Throwable e -> throw new IllegalStateException("storing objects failed", e);
    }
  }

  /// Waits until every task has ended; fails if one has failed.
  public synchronized void await() {
    try {
      while (underWay > 0) {
        wait();
      }
    } catch (InterruptedException e) {
      throw Interruption.during("storing objects", e);
    }
    check();
  }

  /// Passes over what is waiting and waits for what is under way.
  @Override
  public void close() {
    synchronized (this) {
      if (failure == null) {
        failure = new IllegalStateException("the transaction is closed");
      }
    }
    onFailure.run();
    threads.close();
  }
}
