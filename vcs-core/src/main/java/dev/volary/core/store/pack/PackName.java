package dev.volary.core.store.pack;

import dev.volary.core.io.ByteReader;
import dev.volary.core.io.ByteWriter;
import java.security.SecureRandom;
import java.util.HexFormat;

/// The name of a pack: 128 random bits, so that it never says anything about the content and is
/// never used twice.
public record PackName(long high, long low) implements Comparable<PackName> {
  /// Length in bytes where it stands in files.
  public static final int SIZE = 16;

  /// What the file name of a pack ends in.
  public static final String SUFFIX = ".pack";

  /// Returns a fresh name.
  public static PackName random(SecureRandom random) {
    return new PackName(random.nextLong(), random.nextLong());
  }

  /// Returns the name written as 32 lower-case hexadecimal digits.
  public static PackName hex(String digits) {
    if (digits.length() != 2 * SIZE) {
      throw new IllegalArgumentException("not a pack name: " + digits);
    }
    return new PackName(
        HexFormat.fromHexDigitsToLong(digits, 0, SIZE),
        HexFormat.fromHexDigitsToLong(digits, SIZE, 2 * SIZE));
  }

  /// Reads 16 bytes.
  public static PackName read(ByteReader reader) {
    long high = reader.u64();
    return new PackName(high, reader.u64());
  }

  /// Writes 16 bytes.
  public void writeTo(ByteWriter writer) {
    writer.u64(high).u64(low);
  }

  /// Returns the name of the file in the `packs` directory.
  public String fileName() {
    return this + SUFFIX;
  }

  @Override
  public int compareTo(PackName other) {
    int order = Long.compareUnsigned(high, other.high);
    return order != 0 ? order : Long.compareUnsigned(low, other.low);
  }

  /// Returns 32 lower-case hexadecimal digits.
  @Override
  public String toString() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(high) + hex.toHexDigits(low);
  }
}
