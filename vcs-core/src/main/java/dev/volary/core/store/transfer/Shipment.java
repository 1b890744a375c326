package dev.volary.core.store.transfer;

import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.object.NewObject;
import dev.volary.core.store.manifest.UniqueName;
import dev.volary.core.store.pack.Compression;
import dev.volary.core.store.pack.DeltaRecord;
import dev.volary.core.store.pack.DeltaRecord.DeltaSlot;
import dev.volary.core.store.pack.FrameRecord;
import dev.volary.core.store.pack.FrameRecord.FrameSlot;
import dev.volary.core.store.pack.PackRecord;
import dev.volary.core.store.read.Copy;
import dev.volary.core.store.read.PackFiles;
import dev.volary.core.store.read.Resolver;
import dev.volary.core.store.read.StoredObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/// Objects on their way to another store, once. Not thread-safe.
///
/// A frame goes as it stands, undecoded, if all its objects are asked for: a neighbour may be
/// nothing the receiver may see. A delta goes as it stands if the receiver has every base or got it
/// before in this shipment. The rest is coded again, in frames. Records go in the order of their
/// packs, but a record only after those its bases are in. Memory: some 150 bytes for each object
/// asked for, and a few records.
public final class Shipment {
  private final PackFiles files;
  private final Resolver.Copies copies;
  private final Function<ObjectId, StoredObject> reader;
  private final PlainRecords plain;
  private final Consumer<PackRecord> out;
  private final RecordIds recordIds;
  private final Map<ObjectId, Place> asked = new HashMap<>();
  private final Set<ObjectId> sent = new HashSet<>();
  private final Set<Place> begun = new HashSet<>();

  /// Where a record stands.
  record Place(UniqueName pack, int offset) {}

  /// A shipment to `out` of what `copies` finds in `files`; `reader` reads an object, or fails as
  /// whoever asked shall be told.
  public Shipment(
      PackFiles files,
      Resolver.Copies copies,
      Function<ObjectId, StoredObject> reader,
      Consumer<PackRecord> out) {
    this.files = files;
    this.copies = copies;
    this.reader = reader;
    this.out = out;
    this.plain = new PlainRecords(out);
    this.recordIds = new RecordIds(files);
  }

  /// Ships all of `ids` to one who has what `receiverHas` holds.
  public void ship(Collection<ObjectId> ids, Predicate<ObjectId> receiverHas) {
    Map<UniqueName, TreeSet<Integer>> records = new LinkedHashMap<>();
    for (ObjectId id : ids) {
      Place place = asked.computeIfAbsent(id, this::choose);
      records.computeIfAbsent(place.pack(), pack -> new TreeSet<>()).add(place.offset());
    }
    records.forEach((pack, offsets) ->
        offsets.forEach(offset -> shipRecord(new Place(pack, offset), receiverHas)));
    plain.flush();
  }

  /// The copy of the shortest chain, as readers choose.
  private Place choose(ObjectId id) {
    List<Copy> found = copies.of(id);
    if (found.isEmpty()) {
      // Reading looks in the newest manifest before it says that there is none.
      found = copies.of(reader.apply(id).id());
    }
    return found.stream()
        .min(Comparator.comparing(Copy::condemned).thenComparingInt(Copy::depth))
        .map(copy -> new Place(copy.pack(), copy.offset()))
        .orElseThrow(() -> new IllegalStateException(id + " has been read and has no copy"));
  }

  private void shipRecord(Place place, Predicate<ObjectId> receiverHas) {
    if (!begun.add(place)) {
      return;
    }
    PackRecord record;
    try {
      record = files.record(place.pack(), place.offset());
    } catch (VolaryException e) {
      // Damaged, or merged into another pack meanwhile: there may be another copy.
      asked.forEach((id, where) -> {
        if (where.equals(place)) {
          recode(id);
        }
      });
      return;
    }
    recordIds.note(place, record);
    switch (record) {
      case FrameRecord frame -> shipFrame(place, frame);
      case DeltaRecord delta -> shipDeltas(place, delta, receiverHas);
    }
  }

  private void shipFrame(Place place, FrameRecord frame) {
    if (frame.slots().stream().allMatch(slot -> asked.containsKey(slot.id()))) {
      if (!frame.slots().stream().allMatch(slot -> sent.contains(slot.id()))) {
        out.accept(frame);
        frame.slots().forEach(slot -> sent.add(slot.id()));
      }
      return;
    }
    byte[] bytes = Compression.plain(files.resource(place.pack(), place.offset()), frame);
    int from = 0;
    for (FrameSlot slot : frame.slots()) {
      int to = from + slot.plainBytes();
      if (place.equals(asked.get(slot.id())) && sent.add(slot.id())) {
        byte[] own = Arrays.copyOfRange(bytes, from, to);
        plain.add(new NewObject(slot.id(), frame.kind(), own, List.of()));
      }
      from = to;
    }
  }

  private void shipDeltas(Place place, DeltaRecord delta, Predicate<ObjectId> receiverHas) {
    DeltaRecord byId = recordIds.basedById(place, delta);
    List<DeltaSlot> asTheyAre = new ArrayList<>(byId.slots().size());
    for (DeltaSlot slot : byId.slots()) {
      if (!place.equals(asked.get(slot.id())) || sent.contains(slot.id())) {
        continue;
      }
      Set<ObjectId> bases = RecordIds.bases(slot);
      for (ObjectId base : bases) {
        Place there = asked.get(base);
        if (there != null && !sent.contains(base)) {
          shipRecord(there, receiverHas);
        }
      }
      if (bases.stream().allMatch(base -> sent.contains(base) || receiverHas.test(base))) {
        asTheyAre.add(slot);
      } else {
        recode(slot.id());
      }
    }
    plain.flushAhead(asTheyAre);
    emit(delta.kind(), asTheyAre);
  }

  /// By their ids bases take more room than by their places, so one record may become two.
  private void emit(ObjectKind kind, List<DeltaSlot> slots) {
    List<DeltaSlot> part = new ArrayList<>(slots.size());
    long bytes = 0;
    for (DeltaSlot slot : slots) {
      long more = RecordIds.sizeBound(slot);
      if (!part.isEmpty() && bytes + more > RecordIds.MAX_PART_BYTES) {
        out.accept(new DeltaRecord(kind, part));
        part = new ArrayList<>();
        bytes = 0;
      }
      part.add(slot);
      bytes += more;
    }
    if (!part.isEmpty()) {
      out.accept(new DeltaRecord(kind, part));
    }
    slots.forEach(slot -> sent.add(slot.id()));
  }

  private void recode(ObjectId id) {
    if (sent.add(id)) {
      StoredObject object = reader.apply(id);
      plain.add(new NewObject(id, object.kind(), object.copy(), List.of()));
    }
  }
}
