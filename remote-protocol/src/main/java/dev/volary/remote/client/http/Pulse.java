package dev.volary.remote.client.http;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Notices when nothing moves for too long, and breaks off what waits. Thread-safe.
final class Pulse implements AutoCloseable {
  private final long limitNanos;
  private final AtomicLong last = new AtomicLong(System.nanoTime());
  private final ScheduledFuture<?> watch;
  private volatile boolean stopped;
  private volatile boolean resting;

  /// Runs `breakOff` once nothing was told for `limit`.
  Pulse(ScheduledThreadPoolExecutor watches, Duration limit, Runnable breakOff) {
    this.limitNanos = limit.toNanos();
    long step = Math.max(1, limitNanos / 4);
    this.watch =
        watches.scheduleWithFixedDelay(() -> look(breakOff), step, step, TimeUnit.NANOSECONDS);
  }

  private void look(Runnable breakOff) {
    if (!stopped && !resting && System.nanoTime() - last.get() > limitNanos) {
      stopped = true;
      breakOff.run();
    }
  }

  /// Something moved.
  void beat() {
    last.set(System.nanoTime());
    resting = false;
  }

  /// Nobody waits for anything, until the next beat.
  void rest() {
    resting = true;
  }

  /// Tells whether it broke off what waited.
  boolean hasStopped() {
    return stopped;
  }

  @Override
  public void close() {
    watch.cancel(false);
  }
}
