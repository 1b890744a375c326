package dev.volary.core.operation.live;

import dev.volary.core.depot.Depot;
import dev.volary.core.object.ObjectSource;
import java.io.IOException;

/// Data of a commit that may still be on its way to the depot.
///
/// @param objects has the directories and file maps; reading a chunk there waits for it
/// @param whole returns when all of it and the branch are here
public record Arrival(ObjectSource objects, Whole whole) {
  /// Waits for the last of it.
  @FunctionalInterface
  public interface Whole {
    /// Returns when everything is here; fails where it will not be.
    void await() throws IOException;
  }

  /// All of it has been here before.
  static Arrival none(Depot depot) throws IOException {
    return new Arrival(depot.store(), () -> {});
  }
}
