package dev.volary.core.io;

import java.util.Arrays;

/// A growing array of bytes written in the primitive encodings of the format: little-endian fixed
/// integers and unsigned LEB128 varints. Not thread-safe.
public final class ByteWriter {
  private byte[] buffer;
  private int size;

  /// An empty writer.
  public ByteWriter() {
    this(256);
  }

  /// An empty writer with room for `capacity` bytes.
  public ByteWriter(int capacity) {
    this.buffer = new byte[Math.max(16, capacity)];
  }

  /// Returns the number of bytes written.
  public int size() {
    return size;
  }

  /// Forgets all bytes written, keeping the room.
  public void reset() {
    size = 0;
  }

  /// Writes the low 8 bits of `value`.
  public ByteWriter u8(int value) {
    room(1);
    buffer[size++] = (byte) value;
    return this;
  }

  /// Writes the low 16 bits of `value`.
  public ByteWriter u16(int value) {
    return u8(value).u8(value >>> 8);
  }

  /// Writes 32 bits.
  public ByteWriter u32(int value) {
    return u16(value).u16(value >>> 16);
  }

  /// Writes 64 bits.
  public ByteWriter u64(long value) {
    return u32((int) value).u32((int) (value >>> 32));
  }

  /// Writes `value`, taken as unsigned, in 1 to 10 bytes.
  public ByteWriter varint(long value) {
    room(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      buffer[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    buffer[size++] = (byte) rest;
    return this;
  }

  /// Writes a signed value so that small magnitudes are short.
  public ByteWriter zigzag(long value) {
    return varint((value << 1) ^ (value >> 63));
  }

  /// Writes `length` bytes of `source` from `offset` on.
  public ByteWriter bytes(byte[] source, int offset, int length) {
    room(length);
    System.arraycopy(source, offset, buffer, size, length);
    size += length;
    return this;
  }

  /// Writes all bytes of `source`.
  public ByteWriter bytes(byte[] source) {
    return bytes(source, 0, source.length);
  }

  /// Writes the length of `value` as a varint and then its bytes.
  public ByteWriter sized(ByteString value) {
    varint(value.size());
    room(value.size());
    value.copyTo(buffer, size);
    size += value.size();
    return this;
  }

  /// Returns a copy of the bytes written.
  public byte[] toByteArray() {
    return Arrays.copyOf(buffer, size);
  }

  /// Returns the array in use, valid up to [#size()] until the next write.
  public byte[] array() {
    return buffer;
  }

  private void room(int more) {
    if (buffer.length - size < more) {
      long wanted = Math.max((long) size + more, buffer.length * 2L);
      buffer = Arrays.copyOf(buffer, Math.toIntExact(Math.min(wanted, Integer.MAX_VALUE - 8)));
    }
  }
}
