package dev.volary.core.operation.live;

import dev.volary.core.depot.Depot;
import dev.volary.core.object.ObjectSource;
import dev.volary.core.restore.Restore;
import java.io.IOException;

/// Data of a commit that may still be on its way to the depot.
///
/// @param objects has the directories and file maps; reading a chunk there waits for it
/// @param whole waits until all of it and the branch are here
public record Arrival(ObjectSource objects, Restore.Opening whole) {
  /// All of it has been here before.
  static Arrival none(Depot depot) throws IOException {
    return new Arrival(depot.store(), Restore.Opening.AT_ONCE);
  }
}
