package dev.volary.core.store.write;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;

/// Turns an interrupted wait into a failure.
public final class Interruption {
  private Interruption() {}

  /// Keeps the thread interrupted and returns [Fault#INTERRUPTED].
  public static VolaryException during(String what, InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new VolaryException(Fault.INTERRUPTED, "Interrupted while " + what, cause);
  }
}
