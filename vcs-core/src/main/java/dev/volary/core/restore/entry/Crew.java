package dev.volary.core.restore.entry;

import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Threads that work off tasks; who hands in more than they keep up with waits, so that what is
/// queued stays under a bound in bytes. After a failure further tasks are only told to give up.
public final class Crew implements AutoCloseable {
  /// The bytes of entries that may be queued.
  private static final int QUEUED_BYTES = 8 << 20;

  /// What a queued task takes beside what it says.
  private static final int TASK_BYTES = 512;

  /// A piece of work.
  public interface Task {
    void run() throws IOException;

    /// Frees what the task holds, without doing it.
    void abandon();
  }

  /// Hands in tasks.
  @FunctionalInterface
  public interface Work {
    void run() throws IOException;
  }

  private final ExecutorService threads;
  private final Semaphore room = new Semaphore(QUEUED_BYTES);
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  public Crew(int size) {
    this.threads =
        Executors.newFixedThreadPool(
            size, Thread.ofPlatform().name("restore-", 0).daemon().factory());
  }

  /// Hands in a task that holds about `bytes`.
  public void submit(Task task, int bytes) throws IOException {
    int weight = Math.min(QUEUED_BYTES, bytes + TASK_BYTES);
    room.acquireUninterruptibly(weight);
    if (failed()) {
      room.release(weight);
      task.abandon();
      throwFailure();
    }
    threads.execute(() -> {
      try {
        run(task);
      } finally {
        room.release(weight);
      }
    });
  }

  public boolean failed() {
    return failure.get() != null;
  }

  /// Runs `work`, which hands in tasks, and waits for them; fails as the first of all did.
  public void with(Work work) throws IOException {
    try {
      work.run();
    } catch (IOException | RuntimeException e) {
      failure.compareAndSet(null, e);
    }
    close();
    throwFailure();
  }

  private void run(Task task) {
    if (failed()) {
      task.abandon();
      return;
    }
    try {
      task.run();
    } catch (IOException | RuntimeException | Error e) {
      failure.compareAndSet(null, e);
    }
  }

  private void throwFailure() throws IOException {
    switch (failure.get()) {
      case null -> {}
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }

  /// Waits for all tasks.
  @Override
  public void close() {
    threads.shutdown();
    boolean interrupted = false;
    boolean ended = false;
    while (!ended) {
      try {
        ended = threads.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        // What was begun is completed; the caller sees the interrupt afterwards.
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
