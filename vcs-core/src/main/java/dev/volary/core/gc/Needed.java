package dev.volary.core.gc;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.reach.Closure;
import dev.volary.core.reach.ObjectSet;
import dev.volary.core.store.Catalogue;
import dev.volary.core.store.ObjectStore;
import dev.volary.core.store.index.Location;
import dev.volary.core.store.manifest.Manifest;
import dev.volary.core.store.manifest.PackInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The objects that must stay: what roots reach, and what those and all else that stays are coded
/// against. One bit an object. Not thread-safe.
///
/// A damaged or missing directory or file map ends the mark with its failure: where it is not known
/// what is needed, nothing is collected.
final class Needed {
  private final ObjectStore store;
  private final Catalogue catalogue;
  private final ObjectSet objects;

  Needed(ObjectStore store) {
    this.store = store;
    this.catalogue = store.catalogue();
    this.objects = new ObjectSet(store::numberOf);
  }

  /// Adds all that the roots reach; returns what each group of them adds.
  List<GcPlan.Held> mark(List<GcRoot> roots) {
    Manifest manifest = catalogue.manifest();
    Map<String, long[]> sums = new LinkedHashMap<>();
    Closure closure = new Closure(store, objects);
    for (GcRoot root : roots) {
      long[] sum = sums.computeIfAbsent(root.heldBy(), by -> new long[2]);
      closure.walk(
          List.of(root.root()),
          (kind, id) -> {
            sum[0]++;
            sum[1] += storedBytes(manifest, id);
            return true;
          });
    }
    List<GcPlan.Held> out = new ArrayList<>();
    sums.forEach((by, sum) -> out.add(new GcPlan.Held(by, sum[0], sum[1])));
    return out;
  }

  /// What an object of its pack takes on average.
  private long storedBytes(Manifest manifest, ObjectId id) {
    List<Location> places = catalogue.locations(id);
    return places.isEmpty()
        ? 0
        : manifest
            .pack(places.getFirst().pack())
            .map(pack -> pack.sizeBytes() / Math.max(1, pack.objects()))
            .orElse(0L);
  }

  boolean add(ObjectKind kind, ObjectId id) {
    return objects.add(kind, id);
  }

  boolean contains(ObjectKind kind, ObjectId id) {
    return objects.contains(kind, id);
  }

  /// Tells whether an object of a pack is needed, whatever it is taken for.
  boolean contains(ObjectId id) {
    return store.kindOf(id).map(kind -> objects.contains(kind, id)).orElse(false);
  }

  /// Adds what the records of `pack` that stay are coded against; returns whether any of it is new.
  boolean addBases(PackInfo pack, boolean allStay) {
    boolean[] grown = {false};
    catalogue.records(
        pack,
        record ->
            record.objects().stream()
                .filter(object -> !object.bases().isEmpty())
                .filter(object -> allStay || contains(record.kind(), object.id()))
                .flatMap(object -> object.bases().stream())
                .forEach(base -> grown[0] |= add(record.kind(), base)));
    return grown[0];
  }
}
