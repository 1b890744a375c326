package dev.volary.core.store.write;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.object.NewObject;
import dev.volary.core.store.manifest.PackKind;
import dev.volary.core.store.manifest.UniqueName;
import dev.volary.core.store.pack.Compression;
import dev.volary.core.store.pack.DeltaRecord;
import dev.volary.core.store.pack.DeltaRecord.Base;
import dev.volary.core.store.pack.DeltaRecord.BaseById;
import dev.volary.core.store.pack.DeltaRecord.BaseInPack;
import dev.volary.core.store.pack.DeltaRecord.DeltaSlot;
import dev.volary.core.store.pack.DeltaRecord.Piece;
import dev.volary.core.store.pack.FrameRecord;
import dev.volary.core.store.pack.PackRecord;
import dev.volary.core.store.write.Batches.Batch;
import dev.volary.core.store.write.PackStreams.Placement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Turns batches into records and writes them: the work of the compressing threads. Thread-safe.
public final class Packing {
  private final PackStreams streams;
  private final DeltaCoder deltas;
  private final Map<ObjectId, Written> written;

  /// Packs into `streams` and notes in `written`, a concurrent map, where objects went.
  public Packing(PackStreams streams, DeltaCoder deltas, Map<ObjectId, Written> written) {
    this.streams = streams;
    this.deltas = deltas;
    this.written = written;
  }

  /// Writes all objects of `batch`.
  public void pack(Batch batch) throws IOException {
    if (batch.delta()) {
      packDeltas(batch.kind(), batch.objects());
    } else {
      packFrames(batch.kind(), batch.objects());
    }
  }

  private void packDeltas(ObjectKind kind, List<NewObject> objects) throws IOException {
    List<DeltaSlot> slots = new ArrayList<>(objects.size());
    List<NewObject> plain = new ArrayList<>();
    for (NewObject object : objects) {
      Optional<DeltaSlot> slot = deltas.code(object);
      if (slot.isPresent()) {
        slots.add(slot.get());
      } else {
        plain.add(object);
      }
    }
    packPlain(kind, plain);
    if (!slots.isEmpty()) {
      write(new DeltaRecord(kind, slots));
    }
  }

  /// Writes objects of `kind`, each at most as large as a frame, without bases.
  public void packPlain(ObjectKind kind, List<NewObject> objects) throws IOException {
    List<NewObject> plain = new ArrayList<>();
    int plainBytes = 0;
    for (NewObject object : objects) {
      if (plainBytes + object.plain().length > Batches.FRAME_BYTES && !plain.isEmpty()) {
        packFrames(kind, plain);
        plain = new ArrayList<>();
        plainBytes = 0;
      }
      plain.add(object);
      plainBytes += object.plain().length;
    }
    if (!plain.isEmpty()) {
      packFrames(kind, plain);
    }
  }

  private void packFrames(ObjectKind kind, List<NewObject> objects) throws IOException {
    for (FrameRecord frame : Compression.frames(kind, objects)) {
      write(frame);
    }
  }

  /// Writes a record whose bases are all given by id.
  public void write(PackRecord record) throws IOException {
    Placement placement =
        streams.append(PackKind.holding(record.kind()), pack -> basedInPack(record, pack));
    int slot = 0;
    for (PackRecord.Slot object : record.slots()) {
      int depth =
          switch (object) {
            case DeltaSlot delta -> delta.depth();
            case FrameRecord.FrameSlot _ -> 0;
          };
      written.put(
          object.id(),
          new Written(placement.pack(), placement.offset(), slot++, record.kind(), depth));
    }
  }

  /// Bases in the same pack are named by where they stand: 3 bytes for 33.
  private PackRecord basedInPack(PackRecord record, UniqueName pack) {
    return switch (record) {
      case FrameRecord frame -> frame;
      case DeltaRecord delta ->
          new DeltaRecord(
              delta.kind(), delta.slots().stream().map(slot -> basedInPack(slot, pack)).toList());
    };
  }

  private DeltaSlot basedInPack(DeltaSlot slot, UniqueName pack) {
    List<Piece> pieces =
        slot.pieces().stream()
            .map(
                piece -> new Piece(basedInPack(piece.base(), pack), piece.offset(), piece.length()))
            .toList();
    return new DeltaSlot(
        slot.id(), slot.plainBytes(), pieces, slot.depth(), slot.cost(), slot.payload());
  }

  private Base basedInPack(Base base, UniqueName pack) {
    if (base instanceof BaseById(ObjectId id)) {
      Written place = written.get(id);
      if (place != null && place.pack().equals(pack)) {
        return new BaseInPack(place.offset(), place.slot());
      }
    }
    return base;
  }
}
