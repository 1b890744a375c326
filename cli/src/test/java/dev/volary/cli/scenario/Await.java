package dev.volary.cli.scenario;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Waits for what another program brings about.
final class Await {
  private static final int STEPS = 2400;

  private Await() {}

  /// Something that will be so.
  interface Condition {
    boolean holds();
  }

  /// Returns when it is so; fails after two minutes.
  static void until(Condition condition) {
    for (int step = 0; step < STEPS; step++) {
      if (condition.holds()) {
        return;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
    throw new AssertionError("waited for two minutes");
  }
}
