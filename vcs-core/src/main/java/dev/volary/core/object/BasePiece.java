package dev.volary.core.object;

import dev.volary.core.hash.ObjectId;

/// A range of an existing object's bytes that a new object of the same kind resembles.
///
/// @param offset first byte of the range
/// @param length bytes in the range, at least 1
public record BasePiece(ObjectId id, int offset, int length) {
  public BasePiece {
    if (offset < 0 || length < 1) {
      throw new IllegalArgumentException("a piece of " + length + " bytes at " + offset);
    }
  }
}
