package dev.volary.core.store;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.object.NewObject;
import dev.volary.core.store.Catalogue.Manner;
import dev.volary.core.store.manifest.ManifestEdit;
import dev.volary.core.store.manifest.PackInfo;
import dev.volary.core.store.pack.Compression;
import dev.volary.core.store.pack.DeltaRecord;
import dev.volary.core.store.pack.DeltaRecord.DeltaSlot;
import dev.volary.core.store.pack.FrameRecord;
import dev.volary.core.store.pack.FrameRecord.FrameSlot;
import dev.volary.core.store.pack.PackFacts;
import dev.volary.core.store.pack.PackFormat;
import dev.volary.core.store.pack.PackReader;
import dev.volary.core.store.pack.PackRecord;
import dev.volary.core.store.read.PackFiles;
import dev.volary.core.store.write.Batches;
import dev.volary.core.store.write.DeltaCoder;
import dev.volary.core.store.write.PackStreams;
import dev.volary.core.store.write.Packing;
import dev.volary.core.store.write.Written;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Writes what is to stay of some packs to new ones. Not thread-safe.
///
/// Of several copies of an object in them the one with the shortest chain is taken. That keeps
/// chains ending: a record of depth n was written on bases of which copies of less depth exist, and
/// the copy chosen of each is at most as deep as those.
final class Rewriter implements AutoCloseable {
  private final PackFiles files;
  private final Manner manner;
  private final PackStreams streams;
  private final Packing packing;
  private final Map<ObjectId, Written> written = new HashMap<>();

  /// The copy of each object to be written.
  private final Map<ObjectId, Chosen> chosen = new HashMap<>();

  private final Map<ObjectKind, List<NewObject>> gathered = new EnumMap<>(ObjectKind.class);
  private final Map<ObjectKind, Integer> gatheredBytes = new EnumMap<>(ObjectKind.class);

  /// One copy of an object, with what it is coded against.
  private record Chosen(int pack, int offset, int depth, Set<ObjectId> bases) {}

  Rewriter(ObjectStore store, PackFiles files, Manner manner) {
    this.files = files;
    this.manner = manner;
    this.streams = new PackStreams(files, store.plan(SpaceLimit.NONE));
    this.packing = new Packing(streams, new DeltaCoder(id -> Optional.empty()), written);
  }

  /// Copies the objects of `packs` that `keep` holds and, of these packs, what those need.
  void copy(List<PackInfo> packs, Predicate<ObjectId> keep) throws IOException {
    for (int i = 0; i < packs.size(); i++) {
      choose(packs.get(i), i);
    }
    chosen.keySet().retainAll(kept(keep));
    for (int i = 0; i < packs.size(); i++) {
      copy(packs.get(i), i);
    }
    for (ObjectKind kind : ObjectKind.values()) {
      flush(kind);
    }
  }

  private void choose(PackInfo pack, int number) throws IOException {
    try (PackReader reader = PackReader.open(files.published(pack.name()))) {
      PackScan scan = new PackScan(reader);
      reader.scan((record, offset) -> {
        for (RecordFacts.ObjectFacts object : scan.facts(record, offset).objects()) {
          Chosen now = new Chosen(number, offset, object.depth(), object.bases());
          chosen.merge(object.id(), now, (a, b) -> b.depth() < a.depth() ? b : a);
        }
      });
    }
  }

  private Set<ObjectId> kept(Predicate<ObjectId> keep) {
    Set<ObjectId> out = new HashSet<>();
    List<ObjectId> open = new ArrayList<>();
    for (ObjectId id : chosen.keySet()) {
      if (keep.test(id)) {
        open.add(id);
      }
    }
    while (!open.isEmpty()) {
      ObjectId id = open.removeLast();
      Chosen copy = chosen.get(id);
      if (copy != null && out.add(id)) {
        open.addAll(copy.bases());
      }
    }
    return out;
  }

  private void copy(PackInfo pack, int number) throws IOException {
    try (PackReader reader = PackReader.open(files.published(pack.name()))) {
      PackScan scan = new PackScan(reader);
      reader.scan((record, offset) -> {
        scan.enter(record, offset);
        try {
          copy(scan, reader.resource(offset), record, new Place(number, offset));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /// Where a record stands among the packs being rewritten.
  private record Place(int pack, int offset) {
    boolean holds(@Nullable Chosen copy) {
      return copy != null && copy.pack() == pack && copy.offset() == offset;
    }
  }

  private void copy(PackScan scan, String resource, PackRecord record, Place place)
      throws IOException {
    List<Integer> slots = new ArrayList<>(record.slots().size());
    for (int i = 0; i < record.slots().size(); i++) {
      ObjectId id = record.slots().get(i).id();
      if (!written.containsKey(id) && place.holds(chosen.get(id))) {
        slots.add(i);
      }
    }
    if (slots.isEmpty()) {
      return;
    }
    switch (record) {
      case FrameRecord frame -> copyFrame(resource, frame, slots);
      case DeltaRecord delta -> {
        DeltaRecord byId = scan.basedById(delta, place.offset());
        List<DeltaSlot> rest = slots.stream().map(byId.slots()::get).toList();
        packing.write(new DeltaRecord(delta.kind(), rest));
      }
    }
  }

  private void copyFrame(String resource, FrameRecord frame, List<Integer> slots)
      throws IOException {
    boolean asItIs =
        slots.size() == frame.slots().size()
            && switch (manner) {
              case COPY -> true;
              case JOIN -> frame.plainBytes() >= Batches.FRAME_BYTES / 2;
              case ARCHIVE -> false;
            };
    if (asItIs) {
      packing.write(frame);
      return;
    }
    byte[] plain = Compression.plain(resource, frame);
    for (int i : slots) {
      FrameSlot slot = frame.slots().get(i);
      int from = frame.offsetOf(i);
      byte[] bytes = Arrays.copyOfRange(plain, from, from + slot.plainBytes());
      gather(new NewObject(slot.id(), frame.kind(), bytes, List.of()));
    }
  }

  private void gather(NewObject object) throws IOException {
    int limit =
        switch (manner) {
          case COPY, JOIN -> Batches.FRAME_BYTES;
          case ARCHIVE -> PackFormat.MAX_FRAME_BYTES;
        };
    ObjectKind kind = object.kind();
    int bytes = gatheredBytes.getOrDefault(kind, 0) + object.plain().length;
    List<NewObject> list = gathered.computeIfAbsent(kind, k -> new ArrayList<>());
    if (bytes > limit || list.size() == PackFormat.MAX_SLOTS) {
      flush(kind);
      bytes = object.plain().length;
    }
    list.add(object);
    gatheredBytes.put(kind, bytes);
  }

  private void flush(ObjectKind kind) throws IOException {
    List<NewObject> list = gathered.getOrDefault(kind, List.of());
    if (list.isEmpty()) {
      return;
    }
    List<FrameRecord> records =
        manner == Manner.ARCHIVE
            ? List.of(Compression.archive(kind, list))
            : Compression.frames(kind, list);
    for (FrameRecord record : records) {
      packing.write(record);
    }
    list.clear();
    gatheredBytes.put(kind, 0);
  }

  /// Publishes the new packs and condemns or drops the old ones in the same manifest.
  void publish(Publisher publisher, List<PackInfo> old, boolean drop) throws IOException {
    List<PackFacts> packs = streams.finishAll();
    publisher.publish(
        drop ? "merging packs" : "rewriting packs",
        packs,
        written,
        edit -> {
          checkListed(edit, old, drop);
          if (drop) {
            edit.dropPacks(old.stream().map(PackInfo::number).toList());
          } else {
            old.forEach(pack -> edit.condemn(pack.number()));
          }
        });
  }

  /// A pack that is being collected is not to be merged: its objects would come back to life.
  private static void checkListed(ManifestEdit edit, List<PackInfo> old, boolean drop) {
    for (PackInfo pack : old) {
      Optional<PackInfo> now = edit.base().pack(pack.number());
      if (now.isEmpty() || (drop && now.get().condemned() != pack.condemned())) {
        throw Catalogue.packsGone();
      }
    }
  }

  @Override
  public void close() {
    streams.close();
  }
}
