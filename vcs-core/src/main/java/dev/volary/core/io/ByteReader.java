package dev.volary.core.io;

import dev.volary.core.error.VolaryException;
import java.util.Arrays;

/// Reads the primitive encodings of [ByteWriter] and refuses everything else with a
/// [dev.volary.core.error.Fault#CORRUPT] failure that names the resource. Not thread-safe.
public final class ByteReader {
  private final String resource;
  private final byte[] buffer;
  private final int end;
  private int position;

  /// A reader of all of `bytes`, which are part of `resource`.
  public ByteReader(String resource, byte[] bytes) {
    this(resource, bytes, 0, bytes.length);
  }

  /// A reader of `length` bytes of `bytes` from `offset` on, which are part of `resource`.
  public ByteReader(String resource, byte[] bytes, int offset, int length) {
    this.resource = resource;
    this.buffer = bytes;
    this.position = offset;
    this.end = offset + length;
  }

  /// Returns how many bytes are left.
  public int remaining() {
    return end - position;
  }

  /// Returns the index in the array of the next byte.
  public int position() {
    return position;
  }

  /// Reads 8 bits.
  public int u8() {
    need(1);
    return buffer[position++] & 0xff;
  }

  /// Reads 16 bits.
  public int u16() {
    need(2);
    return u8() | u8() << 8;
  }

  /// Reads 32 bits.
  public int u32() {
    need(4);
    return u16() | u16() << 16;
  }

  /// Reads 64 bits.
  public long u64() {
    need(8);
    return (u32() & 0xffffffffL) | (long) u32() << 32;
  }

  /// Reads a varint of at most `max`, which is not negative.
  public long varint(long max) {
    long value = varint64();
    if (value < 0 || value > max) {
      throw corrupt("the number " + Long.toUnsignedString(value) + " is over the limit " + max);
    }
    return value;
  }

  /// Reads a signed value written by [ByteWriter#zigzag].
  public long zigzag() {
    long raw = varint64();
    return (raw >>> 1) ^ -(raw & 1);
  }

  private long varint64() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int b = u8();
      if (shift == 63 && b > 1) {
        throw corrupt("a number is longer than 64 bits");
      }
      value |= (long) (b & 0x7f) << shift;
      if ((b & 0x80) == 0) {
        if (b == 0 && shift > 0) {
          throw corrupt("a number is not in its shortest form");
        }
        return value;
      }
    }
    throw corrupt("a number is longer than 64 bits");
  }

  /// Reads `length` bytes.
  public byte[] bytes(int length) {
    need(length);
    byte[] out = Arrays.copyOfRange(buffer, position, position + length);
    position += length;
    return out;
  }

  /// Reads what [ByteWriter#sized] wrote, of at most `max` bytes.
  public ByteString sized(int max) {
    int length = (int) varint(max);
    need(length);
    ByteString out = ByteString.of(buffer, position, length);
    position += length;
    return out;
  }

  /// Passes over `length` bytes.
  public void skip(int length) {
    need(length);
    position += length;
  }

  /// Fails unless every byte has been read.
  public void end() {
    if (position != end) {
      throw corrupt(remaining() + " bytes too many");
    }
  }

  /// Returns a failure of this reader's resource, told as `problem`.
  public VolaryException corrupt(String problem) {
    return VolaryException.corrupt(resource, problem);
  }

  private void need(int count) {
    if (count < 0 || count > end - position) {
      throw corrupt("it ends too early");
    }
  }
}
