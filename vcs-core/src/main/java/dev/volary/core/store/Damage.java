package dev.volary.core.store;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.store.manifest.PackInfo;
import java.util.Set;

/// Something wrong in a pack.
///
/// @param sentence what is wrong, with the file and the place in it
/// @param objects whose record is hurt by it; empty where no object is
public record Damage(PackInfo pack, String sentence, Set<ObjectId> objects) {
  public Damage {
    objects = Set.copyOf(objects);
  }
}
