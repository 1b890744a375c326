package dev.volary.core.store;

import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.store.Catalogue.Inspector;
import dev.volary.core.store.index.IndexEntry;
import dev.volary.core.store.index.IndexFile;
import dev.volary.core.store.manifest.IndexInfo;
import dev.volary.core.store.manifest.PackInfo;
import dev.volary.core.store.pack.PackFacts;
import dev.volary.core.store.pack.PackFormat;
import dev.volary.core.store.pack.PackReader;
import dev.volary.core.store.pack.PackRecord;
import dev.volary.core.store.read.Copy;
import dev.volary.core.store.read.DecodedCache;
import dev.volary.core.store.read.PackFiles;
import dev.volary.core.store.read.Resolver;
import dev.volary.core.store.read.StoredObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Checks one pack from its first byte to its last. Not thread-safe.
final class PackCheck {
  private static final long CACHE_BYTES = 16 << 20;

  private final ObjectStore store;
  private final PackFiles files;
  private final PackInfo pack;
  private final Inspector inspector;

  /// A cache of its own: what is in memory already proves nothing about the file.
  private final Resolver resolver;

  private final Set<ObjectId> sound = new HashSet<>();
  private boolean damaged;

  PackCheck(ObjectStore store, PackFiles files, PackInfo pack, Inspector inspector) {
    this.store = store;
    this.files = files;
    this.pack = pack;
    this.inspector = inspector;
    this.resolver = new Resolver(files, new DecodedCache(CACHE_BYTES), store.elsewhere());
  }

  void run() {
    try (PackReader reader = PackReader.open(files.published(pack.name()))) {
      checkWhole(reader);
      // By magic and checksum alone, so that damage to one record does not hide the next.
      reader.salvage(this::checkRecord);
    } catch (VolaryException e) {
      report(e.getMessage(), Set.of());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + pack.name(), e);
    }
    if (damaged || sound.size() != pack.objects()) {
      reportLost();
    }
  }

  private void checkWhole(PackReader reader) {
    try {
      PackFacts facts = reader.facts();
      boolean same =
          facts.name().equals(pack.name())
              && facts.kind() == pack.kind()
              && facts.sizeBytes() == pack.sizeBytes()
              && facts.objects() == pack.objects()
              && facts.sha256().equals(ObjectId.ofBytes(pack.sha256().bytes(), 0));
      if (!same) {
        report(reader.file() + " is not the pack that the manifest lists", Set.of());
      }
      reader.checkDigest();
    } catch (VolaryException e) {
      report(e.getMessage(), Set.of());
    }
  }

  private void checkRecord(PackRecord record, int offset) {
    for (int slot = 0; slot < record.slots().size(); slot++) {
      ObjectId id = record.slots().get(slot).id();
      Copy copy = new Copy(pack.name(), offset, slot, 0, pack.condemned());
      try {
        StoredObject object = resolver.decode(id, copy, store::copies);
        checkChain(copy, object);
        checkIndexed(id, copy);
        sound.add(id);
        inspector.sound(id, object.kind(), object.length());
      } catch (VolaryException e) {
        report(e.getMessage(), Set.of(id));
      }
    }
  }

  /// While packs are condemned, the copies that keep chains short may be in them.
  private void checkChain(Copy copy, StoredObject object) {
    boolean withinLimits =
        object.depth() <= PackFormat.MAX_DEPTH && object.cost() <= PackFormat.MAX_COST;
    if (!withinLimits && !store.manifest().anyCondemned()) {
      throw VolaryException.corrupt(
          files.resource(copy.pack(), copy.offset()),
          "reading %s touches %d objects, %d deep"
              .formatted(object.id(), object.cost(), object.depth()));
    }
  }

  private void checkIndexed(ObjectId id, Copy copy) {
    boolean indexed =
        store.copies(id).stream()
            .anyMatch(known ->
                known.pack().equals(copy.pack())
                    && known.offset() == copy.offset()
                    && known.slot() == copy.slot());
    if (!indexed) {
      throw VolaryException.corrupt(
          files.resource(copy.pack(), copy.offset()), "no index leads to " + id);
    }
  }

  private void report(@Nullable String sentence, Set<ObjectId> objects) {
    damaged = true;
    inspector.damaged(new Damage(pack, String.valueOf(sentence), objects));
  }

  /// Tells, from the indexes, which objects of the pack did not come out of it.
  private void reportLost() {
    Map<Long, Set<ObjectId>> lost = new HashMap<>();
    for (IndexInfo info : store.manifest().indexes()) {
      if (info.packs().contains(pack.number())) {
        collectLost(info, lost);
      }
    }
    lost.forEach((offset, ids) ->
        report(
            "the record at %d of %s is damaged: %d objects are not there any more"
                .formatted(offset, files.published(pack.name()), ids.size()),
            ids));
  }

  private void collectLost(IndexInfo info, Map<Long, Set<ObjectId>> lost) {
    try (IndexFile index = store.indexDirectory().open(info.name())) {
      for (Iterator<IndexEntry> entries = index.iterator(); entries.hasNext(); ) {
        IndexEntry entry = entries.next();
        if (entry.location().pack() == pack.number() && !sound.contains(entry.id())) {
          lost.computeIfAbsent(entry.location().offset(), o -> new HashSet<>()).add(entry.id());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read an index of " + store.directory(), e);
    }
  }
}
