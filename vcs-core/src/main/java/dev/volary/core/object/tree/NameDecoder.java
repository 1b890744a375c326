package dev.volary.core.object.tree;

import dev.volary.core.io.ByteReader;
import dev.volary.core.io.ByteString;
import dev.volary.core.object.Entry;

/// Reads what [NameEncoder] wrote; refuses names that do not ascend or share less than they could.
final class NameDecoder {
  private final byte[] plain;
  private final byte[] name = new byte[Entry.MAX_NAME];
  private int length;

  /// A decoder of names within `plain`, the array of the reader used.
  NameDecoder(byte[] plain) {
    this.plain = plain;
  }

  /// Reads the next name.
  ByteString read(ByteReader in) {
    int shared = (int) in.varint(length);
    int rest = (int) in.varint(Entry.MAX_NAME - shared);
    int from = in.position();
    in.skip(rest);
    if (rest == 0) {
      throw in.corrupt("a name does not differ from the one before");
    }
    if (shared < length && (plain[from] & 0xff) <= (name[shared] & 0xff)) {
      throw in.corrupt("its names are out of order");
    }
    System.arraycopy(plain, from, name, shared, rest);
    length = shared + rest;
    return ByteString.of(name, 0, length);
  }
}
