package dev.volary.core.store.transfer;

import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.store.pack.DeltaRecord;
import dev.volary.core.store.pack.DeltaRecord.Base;
import dev.volary.core.store.pack.DeltaRecord.BaseById;
import dev.volary.core.store.pack.DeltaRecord.BaseInPack;
import dev.volary.core.store.pack.DeltaRecord.DeltaSlot;
import dev.volary.core.store.pack.DeltaRecord.Piece;
import dev.volary.core.store.pack.PackRecord;
import dev.volary.core.store.read.PackFiles;
import dev.volary.core.store.transfer.Shipment.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Tells by their ids the bases that a record names by where they stand. Not thread-safe.
final class RecordIds {
  /// A record of so many bytes is far from the limit.
  static final long MAX_PART_BYTES = 3 << 19;

  private static final int DESCRIPTOR_BYTES = 48;
  private static final int PIECE_BYTES = 48;
  private static final int MAX_NOTED = 512;

  private final PackFiles files;
  private final Map<Place, ObjectId[]> noted = new LinkedHashMap<>(64, 0.75f, true);

  RecordIds(PackFiles files) {
    this.files = files;
  }

  /// Takes note of a record, which those after it in its pack may rest on.
  void note(Place place, PackRecord record) {
    ids(place, record);
  }

  /// Returns `delta`, which stands at `place`, with all bases given by id.
  DeltaRecord basedById(Place place, DeltaRecord delta) {
    List<DeltaSlot> slots = new ArrayList<>(delta.slots().size());
    for (DeltaSlot slot : delta.slots()) {
      List<Piece> pieces = new ArrayList<>(slot.pieces().size());
      for (Piece piece : slot.pieces()) {
        BaseById base = new BaseById(id(place, piece.base()));
        pieces.add(new Piece(base, piece.offset(), piece.length()));
      }
      slots.add(
          new DeltaSlot(
              slot.id(), slot.plainBytes(), pieces, slot.depth(), slot.cost(), slot.payload()));
    }
    return new DeltaRecord(delta.kind(), slots);
  }

  /// Returns the bases of a slot, all given by id.
  static Set<ObjectId> bases(DeltaSlot slot) {
    Set<ObjectId> out = new HashSet<>();
    for (Piece piece : slot.pieces()) {
      if (piece.base() instanceof BaseById(ObjectId id)) {
        out.add(id);
      }
    }
    return out;
  }

  /// Returns what a slot takes in a record at most.
  static long sizeBound(DeltaSlot slot) {
    return slot.payload().length + DESCRIPTOR_BYTES + (long) PIECE_BYTES * slot.pieces().size();
  }

  private ObjectId id(Place place, Base base) {
    return switch (base) {
      case BaseById(ObjectId id) -> id;
      case BaseInPack(int offset, int slot) -> {
        Place there = new Place(place.pack(), offset);
        ObjectId[] ids = noted.get(there);
        if (ids == null) {
          ids = ids(there, files.record(there.pack(), offset));
        }
        if (slot >= ids.length) {
          throw VolaryException.corrupt(
              files.resource(place.pack(), place.offset()),
              "its base is not in the record at " + offset);
        }
        yield ids[slot];
      }
    };
  }

  private ObjectId[] ids(Place place, PackRecord record) {
    ObjectId[] ids = record.slots().stream().map(PackRecord.Slot::id).toArray(ObjectId[]::new);
    noted.put(place, ids);
    if (noted.size() > MAX_NOTED) {
      var eldest = noted.keySet().iterator();
      eldest.next();
      eldest.remove();
    }
    return ids;
  }
}
