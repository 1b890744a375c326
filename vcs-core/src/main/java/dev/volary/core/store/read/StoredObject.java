package dev.volary.core.store.read;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.object.SharedBytes;
import java.util.Arrays;

/// The bytes of an object as they were read, checked against its id, and what reading them took.
///
/// @param bytes an array they are part of; shared, never written to
/// @param depth length of the longest chain of bases that was followed
/// @param cost objects touched, itself included
/// @param grounded whether no condemned pack was touched
@SuppressWarnings("ArrayRecordComponent") // shared and never written to
public record StoredObject(
    ObjectKind kind,
    ObjectId id,
    byte[] bytes,
    int offset,
    int length,
    int depth,
    int cost,
    boolean grounded) {
  /// Returns the object's bytes where they are.
  public SharedBytes share() {
    return new SharedBytes(bytes, offset, length);
  }

  /// Returns a copy of the object's bytes.
  public byte[] copy() {
    return Arrays.copyOfRange(bytes, offset, offset + length);
  }
}
