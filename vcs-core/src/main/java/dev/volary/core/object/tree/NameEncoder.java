package dev.volary.core.object.tree;

import dev.volary.core.io.ByteString;
import dev.volary.core.io.ByteWriter;

/// Writes ascending names, each as what it does not share with the one before.
final class NameEncoder {
  private ByteString previous = ByteString.EMPTY;

  /// Writes `name`, which must be greater than the name before.
  void write(ByteWriter out, ByteString name) {
    int most = Math.min(previous.size(), name.size());
    int shared = 0;
    while (shared < most && previous.byteAt(shared) == name.byteAt(shared)) {
      shared++;
    }
    boolean ascends =
        shared < most
            ? (name.byteAt(shared) & 0xff) > (previous.byteAt(shared) & 0xff)
            : name.size() > previous.size();
    if (!ascends) {
      throw new IllegalArgumentException("'" + name + "' after '" + previous + "'");
    }
    out.varint(shared).varint(name.size() - shared);
    for (int i = shared; i < name.size(); i++) {
      out.u8(name.byteAt(i));
    }
    previous = name;
  }

  /// Returns the last name written, or the empty one.
  ByteString last() {
    return previous;
  }
}
