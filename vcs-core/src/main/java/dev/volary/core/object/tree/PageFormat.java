package dev.volary.core.object.tree;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.io.ByteReader;
import java.util.Locale;
import java.util.function.Function;

/// The shell of every page: its first byte, its greatest size, and how failures of it are told.
final class PageFormat {
  /// First byte of a page of entries or extents.
  static final int LEAF = 1;

  /// First byte of a page of pages.
  static final int INNER = 2;

  /// First byte of the object that names a volume's top directory.
  static final int TOP = 3;

  /// The largest object that is not a chunk, in bytes.
  static final int MAX_BYTES = 1 << 20;

  private PageFormat() {}

  /// Returns what messages call the object.
  static String resource(ObjectKind kind, ObjectId id) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " " + id.shortHex();
  }

  /// Decodes all of `plain`, whose first byte must be `first`; whatever is refused is corrupt.
  static <T> T decode(String resource, byte[] plain, int first, Function<ByteReader, T> body) {
    ByteReader reader = new ByteReader(resource, plain);
    if (plain.length > MAX_BYTES) {
      throw reader.corrupt("it has " + plain.length + " bytes");
    }
    if (reader.u8() != first) {
      throw reader.corrupt("it is not of the expected form");
    }
    try {
      T value = body.apply(reader);
      reader.end();
      return value;
    } catch (IllegalArgumentException e) {
      throw reader.corrupt("there is " + e.getMessage());
    } catch (VolaryException e) {
      throw e.fault() == Fault.LIMIT ? reader.corrupt(String.valueOf(e.getMessage())) : e;
    }
  }

  /// Tells whether `plain` begins like an inner page.
  static boolean isInner(byte[] plain) {
    return plain.length > 0 && plain[0] == INNER;
  }
}
