package dev.volary.core.store.index;

import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.linux.MappedFile;
import dev.volary.core.store.manifest.Manifest;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The 48 bytes of an entry: id, and two little-endian words that hold the location.
final class EntryCodec {
  /// Length of an entry in bytes.
  static final int SIZE = 48;

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int SLOT_BITS = 16;
  private static final int KIND_BITS = 4;

  private EntryCodec() {}

  static void write(IndexEntry entry, byte[] target, int offset) {
    Location at = entry.location();
    entry.id().copyTo(target, offset);
    WORD.set(target, offset + 32, at.pack() | at.offset() << 32);
    long traits = at.kind().code() | (long) at.depth() << KIND_BITS;
    WORD.set(target, offset + 40, at.slot() | traits << SLOT_BITS | at.number() << 24);
  }

  static ObjectId id(MappedFile file, long offset) {
    return new ObjectId(
        word(file, offset),
        word(file, offset + 8),
        word(file, offset + 16),
        word(file, offset + 24));
  }

  /// Returns the big-endian word at `offset`: words of ids compare like their bytes.
  static long word(MappedFile file, long offset) {
    return Long.reverseBytes(file.getLong(offset));
  }

  /// Compares the id of the entry at `offset` with `id`.
  static int compareId(MappedFile file, long offset, ObjectId id) {
    int order = Long.compareUnsigned(word(file, offset), id.w0());
    return order != 0 ? order : id(file, offset).compareTo(id);
  }

  static Location location(String resource, MappedFile file, long offset) {
    long place = file.getLong(offset + 32);
    long rest = file.getLong(offset + 40);
    int kind = (int) (rest >>> SLOT_BITS) & 0xf;
    int depth = (int) (rest >>> (SLOT_BITS + KIND_BITS)) & 0xf;
    return new Location(
        place & Manifest.MAX_U32,
        place >>> 32,
        (int) rest & Location.MAX_SLOT,
        rest >>> 24,
        ObjectKind.of(kind, resource),
        depth);
  }

  static IndexEntry entry(String resource, MappedFile file, long offset) {
    try {
      return new IndexEntry(id(file, offset), location(resource, file, offset));
    } catch (IllegalArgumentException e) {
      throw VolaryException.corrupt(resource, "an entry cannot be: " + e.getMessage());
    }
  }
}
