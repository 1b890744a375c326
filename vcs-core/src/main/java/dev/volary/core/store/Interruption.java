package dev.volary.core.store;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;

/// Turns an interrupted wait into a failure.
final class Interruption {
  private Interruption() {}

  /// Keeps the thread interrupted and returns [Fault#INTERRUPTED].
  static VolaryException during(String what, InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new VolaryException(Fault.INTERRUPTED, "Interrupted while " + what, cause);
  }
}
