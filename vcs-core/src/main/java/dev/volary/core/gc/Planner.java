package dev.volary.core.gc;

import dev.volary.core.gc.GcPlan.Fate;
import dev.volary.core.gc.GcPlan.PackPlan;
import dev.volary.core.store.Catalogue;
import dev.volary.core.store.ObjectStore;
import dev.volary.core.store.index.IndexEntry;
import dev.volary.core.store.manifest.Manifest;
import dev.volary.core.store.manifest.PackInfo;
import dev.volary.core.store.manifest.PackKind;
import dev.volary.core.store.pack.Codec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Decides what becomes of each pack. Not thread-safe.
///
/// A pack that stays as it is keeps its dead records too, and whoever finds one of those may rely
/// on it; so what they are coded against stays as well. Packs are read only where a part of them is
/// dead or they hold deltas; what else is known comes from the indexes.
final class Planner {
  private final Catalogue catalogue;
  private final ObjectStore store;
  private final GcOptions options;
  private final Needed needed;
  private final Manifest manifest;
  private final Map<Long, Tally> tallies = new HashMap<>();

  /// How much of a pack is needed.
  private static final class Tally {
    long objects;
    long deltas;
    long neededObjects;
    long neededBytes;
    long deadBytes;
    boolean weighed;
  }

  Planner(ObjectStore store, GcOptions options, Needed needed) {
    this.store = store;
    this.catalogue = store.catalogue();
    this.options = options;
    this.needed = needed;
    this.manifest = catalogue.manifest();
  }

  GcPlan plan(List<GcPlan.Held> held) throws IOException {
    settle();
    Map<PackKind, Integer> small = new EnumMap<>(PackKind.class);
    for (PackInfo pack : counting()) {
      if (isSmall(pack) && tally(pack).neededObjects > 0) {
        small.merge(pack.kind(), 1, Integer::sum);
      }
    }
    List<PackPlan> plans = new ArrayList<>();
    for (PackInfo pack : manifest.packs()) {
      boolean joins = isSmall(pack) && small.getOrDefault(pack.kind(), 0) > 1;
      plans.add(new PackPlan(pack, fate(pack, joins), neededBytes(pack)));
    }
    return new GcPlan(plans, held, manifest.generation());
  }

  private List<PackInfo> counting() {
    return manifest.packs().stream().filter(pack -> !pack.condemned()).toList();
  }

  private boolean isSmall(PackInfo pack) {
    return pack.sizeBytes() < options.packBytes() / 4;
  }

  private Tally tally(PackInfo pack) {
    return tallies.computeIfAbsent(pack.number(), number -> new Tally());
  }

  /// Adds bases until nothing more is needed. Bases are mostly older than what is coded against
  /// them, so packs are gone through from the newest.
  private void settle() {
    boolean grown = true;
    while (grown) {
      grown = false;
      count();
      for (PackInfo pack : counting().reversed()) {
        Tally tally = tally(pack);
        if (tally.deltas > 0 && tally.neededObjects > 0) {
          weigh(pack);
          grown |= needed.addBases(pack, stays(pack));
        }
      }
    }
  }

  /// Counts, from the indexes, how many objects of each pack are needed.
  private void count() {
    tallies.clear();
    catalogue.entries(manifest, this::count);
  }

  private void count(IndexEntry entry) {
    Tally tally = tallies.computeIfAbsent(entry.location().pack(), number -> new Tally());
    tally.objects++;
    tally.deltas += entry.location().depth() > 0 ? 1 : 0;
    tally.neededObjects += needed.contains(entry.location().kind(), entry.id()) ? 1 : 0;
  }

  /// Sums up the bytes of a pack of which a part is dead.
  private void weigh(PackInfo pack) {
    Tally tally = tally(pack);
    if (tally.neededObjects == 0 || tally.neededObjects == tally.objects) {
      return;
    }
    tally.neededBytes = 0;
    tally.deadBytes = 0;
    tally.weighed = true;
    catalogue.records(
        pack,
        record ->
            record
                .objects()
                .forEach(object -> {
                  if (needed.contains(record.kind(), object.id())) {
                    tally.neededBytes += object.storedBytes();
                  } else {
                    tally.deadBytes += object.storedBytes();
                  }
                }));
  }

  private boolean stays(PackInfo pack) {
    Tally tally = tally(pack);
    if (tally.neededObjects > 0 && tally.neededObjects < tally.objects && !tally.weighed) {
      weigh(pack);
    }
    long allBytes = tally.neededBytes + tally.deadBytes;
    return tally.deadBytes * 100 < allBytes * options.deadPercent() || tally.deadBytes == 0;
  }

  private Fate fate(PackInfo pack, boolean joins) throws IOException {
    if (pack.condemned()) {
      return Fate.CONDEMNED;
    }
    if (tally(pack).neededObjects == 0) {
      return Fate.DELETE;
    }
    if (!stays(pack)) {
      return Fate.SHRINK;
    }
    if (isCold(pack)) {
      return Fate.ARCHIVE;
    }
    return joins ? Fate.JOIN : Fate.KEEP;
  }

  private boolean isCold(PackInfo pack) throws IOException {
    if (options.archiveBefore().isEmpty()) {
      return false;
    }
    try {
      Instant written =
          Files.getLastModifiedTime(
                  store.directory().resolve("packs").resolve(pack.name() + ".pack"))
              .toInstant();
      return written.isBefore(options.archiveBefore().get()) && !isArchived(pack);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private boolean isArchived(PackInfo pack) {
    boolean[] archived = {true};
    catalogue.records(pack, record -> archived[0] &= record.codec() != Codec.ZSTD);
    return archived[0];
  }

  private long neededBytes(PackInfo pack) {
    @Nullable Tally tally = tallies.get(pack.number());
    if (tally == null || tally.neededObjects == 0) {
      return 0;
    }
    long allBytes = tally.neededBytes + tally.deadBytes;
    return allBytes == 0 ? pack.sizeBytes() : pack.sizeBytes() * tally.neededBytes / allBytes;
  }
}
