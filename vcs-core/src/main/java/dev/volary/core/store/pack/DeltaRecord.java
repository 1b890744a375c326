package dev.volary.core.store.pack;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.object.NewObject;
import java.util.List;

/// A record whose objects are each coded against pieces of other objects of the same kind.
public record DeltaRecord(ObjectKind kind, List<DeltaSlot> slots) implements PackRecord {
  public DeltaRecord {
    slots = List.copyOf(slots);
    if (slots.isEmpty() || slots.size() > PackFormat.MAX_SLOTS) {
      throw new IllegalArgumentException("delta record of " + slots.size() + " objects");
    }
  }

  @Override
  public Codec codec() {
    return Codec.DELTA;
  }

  /// One object of a delta record.
  ///
  /// @param depth length of the longest chain of bases under it, at least 1
  /// @param cost objects that reading it touches, itself included, at least 2
  /// @param payload a zstd frame; not copied
  @SuppressWarnings("ArrayRecordComponent") // bytes on their way to or from a file
  public record DeltaSlot(
      ObjectId id, int plainBytes, List<Piece> pieces, int depth, int cost, byte[] payload)
      implements Slot {
    public DeltaSlot {
      pieces = List.copyOf(pieces);
      if (pieces.isEmpty() || pieces.size() > NewObject.MAX_PIECES) {
        throw new IllegalArgumentException(pieces.size() + " base pieces");
      }
      if (depth < 1 || depth > PackFormat.MAX_DEPTH || cost < 2 || cost > PackFormat.MAX_COST) {
        throw new IllegalArgumentException("depth " + depth + ", cost " + cost);
      }
    }

    /// Returns the length of the dictionary the pieces make.
    public int baseBytes() {
      int sum = 0;
      for (Piece piece : pieces) {
        sum += piece.length();
      }
      return sum;
    }
  }

  /// A range of the plain bytes of a base.
  public record Piece(Base base, int offset, int length) {}

  /// Which object a piece is taken from.
  public sealed interface Base {}

  /// A base anywhere in the store.
  public record BaseById(ObjectId id) implements Base {}

  /// A base in an earlier record of the same pack.
  public record BaseInPack(int recordOffset, int slot) implements Base {}
}
