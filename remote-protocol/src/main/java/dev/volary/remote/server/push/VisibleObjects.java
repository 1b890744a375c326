package dev.volary.remote.server.push;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.history.CommitId;
import dev.volary.core.reach.ObjectSet;
import dev.volary.core.reach.ReachableObjects;
import dev.volary.core.store.ObjectStore;
import dev.volary.remote.server.VolumeView;
import java.io.IOException;
import java.util.Collection;

/// What complete commits of a volume reach.
public final class VisibleObjects {
  private VisibleObjects() {}

  /// Returns all objects of `commits`, which are complete and readable.
  public static ObjectSet of(VolumeView view, Collection<CommitId> commits) throws IOException {
    ObjectStore store = view.depot().store();
    return ReachableObjects.of(
            view.volume().directory(), view.volume().history(), store, store::numberOf)
        .of(commits);
  }

  /// Tells whether an object is in a set, taken for whatever kind.
  public static boolean holds(ObjectSet set, ObjectId id) {
    for (ObjectKind kind : ObjectKind.values()) {
      if (set.contains(kind, id)) {
        return true;
      }
    }
    return false;
  }
}
