package dev.volary.core.restore;

import java.util.concurrent.atomic.AtomicLong;

/// Counts what is done and passes it on now and then. Thread-safe.
final class Progress {
  private static final long STEP = 64;

  private final RestoreListener listener;
  private final AtomicLong entries = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();

  Progress(RestoreListener listener) {
    this.listener = listener;
  }

  void entry() {
    long done = entries.incrementAndGet();
    if (done % STEP == 0) {
      listener.progress(done, bytes.get());
    }
  }

  void wrote(long count) {
    bytes.addAndGet(count);
  }

  long bytes() {
    return bytes.get();
  }

  void tell() {
    listener.progress(entries.get(), bytes.get());
  }
}
