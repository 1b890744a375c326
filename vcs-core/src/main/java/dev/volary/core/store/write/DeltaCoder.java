package dev.volary.core.store.write;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.object.BasePiece;
import dev.volary.core.object.NewObject;
import dev.volary.core.store.pack.Compression;
import dev.volary.core.store.pack.DeltaRecord.BaseById;
import dev.volary.core.store.pack.DeltaRecord.DeltaSlot;
import dev.volary.core.store.pack.DeltaRecord.Piece;
import dev.volary.core.store.pack.PackFormat;
import dev.volary.core.store.read.StoredObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Codes objects against what they resemble, where that pays and chains stay short. Thread-safe.
public final class DeltaCoder {
  /// What a delta takes besides its payload: shape, piece, and most of a base's id.
  private static final int OVERHEAD_BYTES = 36;

  /// A payload this much smaller than the object is kept without a look at the alternative.
  private static final int CLEAR_GAIN = 32;

  /// Reads bases.
  @FunctionalInterface
  public interface Bases {
    /// Returns the object if it is there, grounded, in packs that will stay.
    Optional<StoredObject> grounded(ObjectId id);
  }

  private final Bases bases;

  /// A coder that reads its bases from `bases`.
  public DeltaCoder(Bases bases) {
    this.bases = bases;
  }

  /// A range of a base that was read.
  private record Source(StoredObject base, int offset, int length) {
    Piece piece() {
      return new Piece(new BaseById(base.id()), offset, length);
    }
  }

  /// Returns the object as a delta, or nothing where it is better stored plain.
  public Optional<DeltaSlot> code(NewObject object) {
    Map<ObjectId, StoredObject> found = new LinkedHashMap<>();
    List<Source> sources = sources(object, found);
    if (sources.isEmpty()) {
      return Optional.empty();
    }
    int depth = 1;
    int cost = 1;
    for (StoredObject base : found.values()) {
      depth = Math.max(depth, base.depth() + 1);
      cost += base.cost();
    }
    if (depth > PackFormat.MAX_DEPTH || cost > PackFormat.MAX_COST) {
      return Optional.empty();
    }
    byte[] payload = Compression.delta(object.plain(), dictionary(sources));
    if (!pays(object, payload.length + OVERHEAD_BYTES)) {
      return Optional.empty();
    }
    List<Piece> pieces = sources.stream().map(Source::piece).toList();
    return Optional.of(
        new DeltaSlot(object.id(), object.plain().length, pieces, depth, cost, payload));
  }

  /// Chunks are kept as deltas below half of what they take alone. Maps and directories are ids,
  /// which nothing compresses: of a file with a change in most chunks they are a fifth of what a
  /// commit adds, so for them a quarter is gain enough.
  private static boolean pays(NewObject object, int deltaBytes) {
    byte[] plain = object.plain();
    if (deltaBytes < plain.length / CLEAR_GAIN) {
      return true;
    }
    int alone = Compression.sizeAlone(plain);
    return deltaBytes < (object.kind() == ObjectKind.CHUNK ? alone / 2 : alone / 4 * 3);
  }

  /// Returns the pieces that can be used, cut to what the format allows.
  private List<Source> sources(NewObject object, Map<ObjectId, StoredObject> found) {
    List<Source> out = new ArrayList<>(NewObject.MAX_PIECES);
    int room = PackFormat.MAX_BASE_BYTES;
    for (BasePiece piece : object.base()) {
      Optional<StoredObject> base = usable(object, piece.id(), found);
      if (base.isEmpty()) {
        continue;
      }
      int length = Math.min(room, Math.min(piece.length(), base.get().length() - piece.offset()));
      if (length > 0) {
        found.put(piece.id(), base.get());
        out.add(new Source(base.get(), piece.offset(), length));
        room -= length;
      }
    }
    return out;
  }

  private Optional<StoredObject> usable(
      NewObject object, ObjectId id, Map<ObjectId, StoredObject> found) {
    StoredObject known = found.get(id);
    if (known != null) {
      return Optional.of(known);
    }
    return id.equals(object.id())
        ? Optional.empty()
        : bases.grounded(id).filter(base -> base.kind() == object.kind());
  }

  private static byte[] dictionary(List<Source> sources) {
    int size = 0;
    for (Source source : sources) {
      size += source.length();
    }
    byte[] out = new byte[size];
    int at = 0;
    for (Source source : sources) {
      StoredObject base = source.base();
      System.arraycopy(base.bytes(), base.offset() + source.offset(), out, at, source.length());
      at += source.length();
    }
    return out;
  }
}
