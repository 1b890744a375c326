package dev.volary.core.operation.copy;

import dev.volary.core.depot.Depot;
import dev.volary.core.linux.Linux;
import dev.volary.core.object.ObjectSource;
import dev.volary.core.restore.Restore;
import dev.volary.core.restore.donor.Donors;
import java.io.IOException;

/// Restores from a depot's store.
public final class Restores {
  private Restores() {}

  /// Returns one that writes everything.
  public static Restore of(Depot depot) throws IOException {
    return of(depot, Donors.none());
  }

  /// Returns one that shares what `donors` have.
  public static Restore of(Depot depot, Donors donors) throws IOException {
    return of(depot, depot.store(), donors);
  }

  /// As [#of(Depot, Donors)], of trees that are in `objects`.
  public static Restore of(Depot depot, ObjectSource objects, Donors donors) throws IOException {
    return new Restore(
        objects,
        new Restore.Surroundings(
            depot.layout().temporary(),
            Runtime.getRuntime().availableProcessors(),
            depot.surroundings().clock(),
            Linux.bootId()),
        donors);
  }
}
