package dev.volary.core.object;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;

/// Where the canonical bytes of objects are read from. Thread-safe.
public interface ObjectSource {
  /// Returns the bytes of the object, checked against its id; the caller owns the array.
  ///
  /// Fails with [dev.volary.core.error.Fault#NOT_FOUND] where it is missing and
  /// [dev.volary.core.error.Fault#CORRUPT] where its bytes are not those of the id.
  byte[] read(ObjectKind kind, ObjectId id);

  /// As [#read], but the array may be shared: for those who only pass the bytes on, without a copy.
  default SharedBytes view(ObjectKind kind, ObjectId id) {
    byte[] bytes = read(kind, id);
    return new SharedBytes(bytes, 0, bytes.length);
  }
}
