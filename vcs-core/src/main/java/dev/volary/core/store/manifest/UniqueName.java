package dev.volary.core.store.manifest;

import dev.volary.core.io.ByteReader;
import dev.volary.core.io.ByteWriter;
import java.security.SecureRandom;
import java.util.HexFormat;

/// A random name of 128 bits, never used twice, for a file that is never rewritten.
///
/// Names are random and never computed from content: a file that is being deleted and a new one
/// with the same content must not share a name.
public record UniqueName(long high, long low) {
  /// Length in bytes.
  public static final int SIZE = 16;

  /// Draws a new name.
  public static UniqueName random(SecureRandom random) {
    return new UniqueName(random.nextLong(), random.nextLong());
  }

  /// Reads 16 bytes.
  public static UniqueName read(ByteReader reader) {
    long high = Long.reverseBytes(reader.u64());
    return new UniqueName(high, Long.reverseBytes(reader.u64()));
  }

  /// Writes 16 bytes, in the order of the digits.
  public void writeTo(ByteWriter writer) {
    writer.u64(Long.reverseBytes(high)).u64(Long.reverseBytes(low));
  }

  /// Returns 32 hexadecimal digits.
  @Override
  public String toString() {
    return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
  }
}
