package dev.volary.core.store;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.session.Session;
import dev.volary.core.store.Catalogue.Manner;
import dev.volary.core.store.index.IndexDirectory;
import dev.volary.core.store.index.IndexMaintenance;
import dev.volary.core.store.manifest.ManifestFile;
import dev.volary.core.store.manifest.PackInfo;
import dev.volary.core.store.manifest.PackKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Keeps packs and indexes few however many small commits there are.
///
/// Packs are of levels, each four times as large as the one below; eight of a level are merged with
/// all smaller ones, so each object is written again once a level, and at most seven packs of a
/// level stay. Packs over a quarter of the full size are left alone.
final class Maintenance {
  private static final int CROWD = 8;
  private static final long LEVEL_ZERO_BYTES = 64 << 10;
  private static final int MAX_ROUNDS = 4;

  private final ObjectStore store;
  private final Catalogue catalogue;
  private final IndexMaintenance indexes;

  Maintenance(
      ObjectStore store,
      Catalogue catalogue,
      ManifestFile manifests,
      IndexDirectory indexDirectory) {
    this.store = store;
    this.catalogue = catalogue;
    this.indexes = new IndexMaintenance(manifests, indexDirectory);
  }

  void run(Session session) {
    for (PackKind kind : PackKind.values()) {
      mergePacks(session, kind);
    }
    try {
      int rounds = 0;
      while (rounds < MAX_ROUNDS && indexes.mergeIfCrowded()) {
        rounds++;
      }
      while (rounds < MAX_ROUNDS && indexes.compactIfWasteful()) {
        rounds++;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot merge indexes", e);
    }
    store.refresh();
  }

  private void mergePacks(Session session, PackKind kind) {
    List<PackInfo> inputs = choose(catalogue.manifest().packs(), kind, store.options().packBytes());
    if (inputs.isEmpty()) {
      return;
    }
    try {
      catalogue.replace(session, inputs, Manner.JOIN);
    } catch (VolaryException e) {
      // Another process merged the same packs.
      if (e.fault() != Fault.BUSY && e.fault() != Fault.NOT_FOUND) {
        throw e;
      }
    }
  }

  /// Returns the packs to merge into one, or an empty list while there are few.
  static List<PackInfo> choose(List<PackInfo> packs, PackKind kind, long packBytes) {
    List<PackInfo> small = new ArrayList<>();
    for (PackInfo pack : packs) {
      if (pack.kind() == kind && !pack.condemned() && pack.sizeBytes() < packBytes / 4) {
        small.add(pack);
      }
    }
    small.sort(Comparator.comparingLong(PackInfo::sizeBytes));
    int chosen = 0;
    for (int end = 0; end < small.size(); ) {
      int level = level(small.get(end).sizeBytes());
      int from = end;
      while (end < small.size() && level(small.get(end).sizeBytes()) == level) {
        end++;
      }
      if (end - from >= CROWD) {
        chosen = end;
      }
    }
    long sum = 0;
    int fitting = 0;
    while (fitting < chosen && sum + small.get(fitting).sizeBytes() <= packBytes) {
      sum += small.get(fitting++).sizeBytes();
    }
    return fitting < 2 ? List.of() : List.copyOf(small.subList(0, fitting));
  }

  static int level(long sizeBytes) {
    int level = 0;
    for (long limit = LEVEL_ZERO_BYTES; sizeBytes >= limit; limit *= 4) {
      level++;
    }
    return level;
  }
}
