package dev.volary.remote.message;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.io.ByteReader;
import dev.volary.core.io.ByteWriter;

/// An object as it is asked for: what it is, and its id.
public record ObjectRef(ObjectKind kind, ObjectId id) {
  static final int BYTES = 1 + ObjectId.SIZE;

  void write(ByteWriter out) {
    out.u8(kind.code());
    id.writeTo(out);
  }

  static ObjectRef read(ByteReader in) {
    return new ObjectRef(ObjectKind.of(in.u8(), "a message"), ObjectId.read(in));
  }
}
