package dev.volary.core.object;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import java.util.List;

/// An object to be stored, with what it is likely to resemble.
///
/// @param plain its canonical bytes; not copied
/// @param base pieces whose bytes, one after the other, are a good dictionary for it; at most 4
@SuppressWarnings("ArrayRecordComponent") // the array is handed over, never compared
public record NewObject(ObjectId id, ObjectKind kind, byte[] plain, List<BasePiece> base) {
  /// How many pieces a base may have.
  public static final int MAX_PIECES = 4;

  public NewObject {
    base = List.copyOf(base);
    if (base.size() > MAX_PIECES) {
      throw new IllegalArgumentException(base.size() + " base pieces");
    }
  }
}
