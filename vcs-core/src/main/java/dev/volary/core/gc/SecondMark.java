package dev.volary.core.gc;

import dev.volary.core.store.Catalogue;
import dev.volary.core.store.ObjectStore;
import dev.volary.core.store.RecordFacts.ObjectFacts;
import dev.volary.core.store.index.Location;
import dev.volary.core.store.manifest.Manifest;
import dev.volary.core.store.manifest.PackInfo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Tells which of the packs that are about to be deleted have become needed since they were
/// condemned.
///
/// A pack is rescued if it has a copy of a needed object with a shorter chain of bases than every
/// copy that stays. So the best copy of each needed object stays, and as each base of a record has
/// a copy of less depth than the record, every chain that stays ends: no two records can become
/// each other's only base.
final class SecondMark {
  private final Catalogue catalogue;
  private final Needed needed;
  private final Manifest manifest;
  private final Set<Long> staying = new HashSet<>();
  private final Set<Long> withDeltas = new HashSet<>();

  SecondMark(ObjectStore store, Needed needed, Manifest manifest) {
    this.catalogue = store.catalogue();
    this.needed = needed;
    this.manifest = manifest;
  }

  /// Returns those of `doomed` that must be rescued; all other packs stay.
  List<PackInfo> rescued(List<PackInfo> doomed) {
    manifest.packs().forEach(pack -> staying.add(pack.number()));
    doomed.forEach(pack -> staying.remove(pack.number()));
    catalogue.entries(
        manifest,
        entry -> {
          if (entry.location().depth() > 0) {
            withDeltas.add(entry.location().pack());
          }
        });
    List<PackInfo> open = new ArrayList<>(doomed);
    List<PackInfo> rescued = new ArrayList<>();
    boolean changed = true;
    while (changed) {
      settleBases();
      List<PackInfo> more = open.stream().filter(this::holdsBestCopy).toList();
      more.forEach(pack -> staying.add(pack.number()));
      rescued.addAll(more);
      open.removeAll(more);
      changed = !more.isEmpty();
    }
    return rescued;
  }

  /// All records of packs that stay need their bases, dead ones too: a writer may find them.
  private void settleBases() {
    boolean grown = true;
    while (grown) {
      grown = false;
      for (PackInfo pack : manifest.packs().reversed()) {
        if (staying.contains(pack.number()) && withDeltas.contains(pack.number())) {
          grown |= needed.addBases(pack, true);
        }
      }
    }
  }

  private boolean holdsBestCopy(PackInfo pack) {
    boolean[] found = {false};
    catalogue.records(
        pack,
        record ->
            found[0] |=
                record.objects().stream()
                    .filter(object -> needed.contains(record.kind(), object.id()))
                    .anyMatch(object -> object.depth() < bestDepth(object)));
    return found[0];
  }

  private int bestDepth(ObjectFacts object) {
    return catalogue.locations(object.id()).stream()
        .filter(place -> staying.contains(place.pack()))
        .mapToInt(Location::depth)
        .min()
        .orElse(Integer.MAX_VALUE);
  }
}
