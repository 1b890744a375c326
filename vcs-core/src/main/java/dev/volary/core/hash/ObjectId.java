package dev.volary.core.hash;

import dev.volary.core.io.ByteReader;
import dev.volary.core.io.ByteWriter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.apache.commons.codec.DecoderException;
import org.apache.commons.codec.binary.Hex;

/// The id of an object: SHA-256 (FIPS 180-4) over its kind byte and canonical bytes, held as four
/// big-endian words.
public record ObjectId(long w0, long w1, long w2, long w3) implements Comparable<ObjectId> {
  /// Length in bytes.
  public static final int SIZE = 32;

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /// Returns the id whose 32 bytes stand in `bytes` from `offset` on.
  public static ObjectId ofBytes(byte[] bytes, int offset) {
    return new ObjectId(
        (long) WORD.get(bytes, offset),
        (long) WORD.get(bytes, offset + 8),
        (long) WORD.get(bytes, offset + 16),
        (long) WORD.get(bytes, offset + 24));
  }

  /// Returns the id written as 64 hexadecimal digits.
  public static ObjectId hex(String text) {
    try {
      byte[] bytes = Hex.decodeHex(text);
      if (bytes.length == SIZE) {
        return ofBytes(bytes, 0);
      }
    } catch (DecoderException e) {
      throw new IllegalArgumentException("not an object id: " + text, e);
    }
    throw new IllegalArgumentException("not an object id: " + text);
  }

  /// Reads 32 bytes.
  public static ObjectId read(ByteReader reader) {
    return ofBytes(reader.bytes(SIZE), 0);
  }

  /// Writes 32 bytes.
  public void writeTo(ByteWriter writer) {
    writer.bytes(toBytes());
  }

  /// Writes 32 bytes to `target` from `offset` on.
  public void copyTo(byte[] target, int offset) {
    WORD.set(target, offset, w0);
    WORD.set(target, offset + 8, w1);
    WORD.set(target, offset + 16, w2);
    WORD.set(target, offset + 24, w3);
  }

  /// Returns the 32 bytes.
  public byte[] toBytes() {
    byte[] out = new byte[SIZE];
    copyTo(out, 0);
    return out;
  }

  /// Returns 64 hexadecimal digits.
  public String toHex() {
    return Hex.encodeHexString(toBytes());
  }

  /// Returns the first 12 hexadecimal digits, for people.
  public String shortHex() {
    return toHex().substring(0, 12);
  }

  @Override
  public int compareTo(ObjectId other) {
    int order = Long.compareUnsigned(w0, other.w0);
    if (order == 0) {
      order = Long.compareUnsigned(w1, other.w1);
    }
    if (order == 0) {
      order = Long.compareUnsigned(w2, other.w2);
    }
    return order != 0 ? order : Long.compareUnsigned(w3, other.w3);
  }

  @Override
  public int hashCode() {
    return (int) (w0 ^ w0 >>> 32);
  }

  @Override
  public String toString() {
    return toHex();
  }
}
