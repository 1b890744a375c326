package dev.volary.core.store;

import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.store.RecordFacts.ObjectFacts;
import dev.volary.core.store.pack.DeltaRecord;
import dev.volary.core.store.pack.DeltaRecord.Base;
import dev.volary.core.store.pack.DeltaRecord.BaseById;
import dev.volary.core.store.pack.DeltaRecord.BaseInPack;
import dev.volary.core.store.pack.DeltaRecord.DeltaSlot;
import dev.volary.core.store.pack.DeltaRecord.Piece;
import dev.volary.core.store.pack.FrameRecord;
import dev.volary.core.store.pack.PackReader;
import dev.volary.core.store.pack.PackRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Goes through the records of one pack and tells in-pack bases by their ids. Not thread-safe.
final class PackScan {
  private final PackReader reader;
  private final Map<Integer, ObjectId[]> idsByOffset = new HashMap<>();

  PackScan(PackReader reader) {
    this.reader = reader;
  }

  /// Takes note of a record; to be called for every record, in order.
  void enter(PackRecord record, int offset) {
    ObjectId[] ids = new ObjectId[record.slots().size()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = record.slots().get(i).id();
    }
    idsByOffset.put(offset, ids);
  }

  /// Returns a delta record with all bases given by id.
  DeltaRecord basedById(DeltaRecord record, int offset) {
    List<DeltaSlot> slots = new ArrayList<>(record.slots().size());
    for (DeltaSlot slot : record.slots()) {
      List<Piece> pieces = new ArrayList<>(slot.pieces().size());
      for (Piece piece : slot.pieces()) {
        BaseById base = new BaseById(id(piece.base(), offset));
        pieces.add(new Piece(base, piece.offset(), piece.length()));
      }
      slots.add(
          new DeltaSlot(
              slot.id(), slot.plainBytes(), pieces, slot.depth(), slot.cost(), slot.payload()));
    }
    return new DeltaRecord(record.kind(), slots);
  }

  /// Returns what a record says of itself.
  RecordFacts facts(PackRecord record, int offset) {
    enter(record, offset);
    return switch (record) {
      case FrameRecord frame -> facts(frame, offset);
      case DeltaRecord delta -> facts(delta, offset);
    };
  }

  private static RecordFacts facts(FrameRecord frame, int offset) {
    long plainBytes = Math.max(1, frame.plainBytes());
    List<ObjectFacts> objects = new ArrayList<>(frame.slots().size());
    for (FrameRecord.FrameSlot slot : frame.slots()) {
      long share = (long) frame.payload().length * slot.plainBytes() / plainBytes;
      objects.add(new ObjectFacts(slot.id(), slot.plainBytes(), share, 0, Set.of()));
    }
    return new RecordFacts(offset, frame.payload().length, frame.codec(), frame.kind(), objects);
  }

  private RecordFacts facts(DeltaRecord delta, int offset) {
    long storedBytes = 0;
    List<ObjectFacts> objects = new ArrayList<>(delta.slots().size());
    for (DeltaSlot slot : delta.slots()) {
      storedBytes += slot.payload().length;
      objects.add(
          new ObjectFacts(
              slot.id(),
              slot.plainBytes(),
              slot.payload().length,
              slot.depth(),
              bases(slot, offset)));
    }
    return new RecordFacts(offset, storedBytes, delta.codec(), delta.kind(), objects);
  }

  /// Returns the ids of the objects a slot is coded against.
  Set<ObjectId> bases(DeltaSlot slot, int offset) {
    Set<ObjectId> out = new HashSet<>();
    for (Piece piece : slot.pieces()) {
      out.add(id(piece.base(), offset));
    }
    return out;
  }

  private ObjectId id(Base base, int offset) {
    return switch (base) {
      case BaseById(ObjectId id) -> id;
      case BaseInPack(int baseOffset, int slot) -> {
        ObjectId[] ids = idsByOffset.get(baseOffset);
        if (ids == null) {
          PackRecord record = reader.record(baseOffset);
          enter(record, baseOffset);
          ids = idsByOffset.getOrDefault(baseOffset, new ObjectId[0]);
        }
        if (slot >= ids.length) {
          throw VolaryException.corrupt(
              reader.resource(offset), "its base is not in the record at " + baseOffset);
        }
        yield ids[slot];
      }
    };
  }
}
