package dev.volary.remote.client;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Runs a few calls at a time, each on a thread of its own; the first failure is everybody's. Used
/// by one thread.
final class ParallelCalls implements AutoCloseable {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore free;
  private final int width;
  private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

  ParallelCalls(int width) {
    this.width = width;
    this.free = new Semaphore(width);
  }

  /// Runs `call` as soon as there is a place; fails if one has failed.
  void run(Runnable call) {
    free.acquireUninterruptibly();
    try {
      check();
      threads.execute(() -> guarded(call));
    } catch (RuntimeException e) {
      free.release();
      throw e;
    }
  }

  private void guarded(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
    } catch (Error e) {
      failure.compareAndSet(null, new IllegalStateException("a transfer failed", e));
    } finally {
      free.release();
    }
  }

  /// Waits for all calls; fails if one has failed.
  void await() {
    free.acquireUninterruptibly(width);
    free.release(width);
    check();
  }

  private void check() {
    RuntimeException failed = failure.get();
    if (failed != null) {
      throw failed;
    }
  }

  /// Waits for calls that still run, whatever became of the others.
  @Override
  public void close() {
    threads.close();
  }
}
