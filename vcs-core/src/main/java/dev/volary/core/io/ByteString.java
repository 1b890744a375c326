package dev.volary.core.io;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// An immutable sequence of bytes, ordered as unsigned bytes: a file name, a link target, an
/// attribute's name or value.
public final class ByteString implements Comparable<ByteString> {
  /// The sequence of no bytes.
  public static final ByteString EMPTY = new ByteString(new byte[0]);

  private final byte[] bytes;

  private ByteString(byte[] owned) {
    this.bytes = owned;
  }

  /// Returns a copy of `bytes`.
  public static ByteString of(byte[] bytes) {
    return bytes.length == 0 ? EMPTY : new ByteString(bytes.clone());
  }

  /// Returns a copy of `length` bytes of `bytes` from `offset` on.
  public static ByteString of(byte[] bytes, int offset, int length) {
    return length == 0 ? EMPTY : new ByteString(Arrays.copyOfRange(bytes, offset, offset + length));
  }

  /// Returns the UTF-8 bytes of `text`.
  public static ByteString utf8(String text) {
    return text.isEmpty() ? EMPTY : new ByteString(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Returns the length in bytes.
  public int size() {
    return bytes.length;
  }

  /// Tells whether this is the sequence of no bytes.
  public boolean isEmpty() {
    return bytes.length == 0;
  }

  /// Returns the byte at `index`.
  public byte byteAt(int index) {
    return bytes[index];
  }

  /// Returns a copy of the bytes.
  public byte[] bytes() {
    return bytes.clone();
  }

  /// Copies all bytes to `target` from `offset` on.
  public void copyTo(byte[] target, int offset) {
    System.arraycopy(bytes, 0, target, offset, bytes.length);
  }

  /// Returns the index of the first `value` from `from` on, or -1.
  public int indexOf(byte value, int from) {
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] == value) {
        return i;
      }
    }
    return -1;
  }

  /// Returns the bytes from `from` to before `to`.
  public ByteString substring(int from, int to) {
    return from == 0 && to == bytes.length
        ? this
        : new ByteString(Arrays.copyOfRange(bytes, from, to));
  }

  /// Returns these bytes followed by those of `other`.
  public ByteString plus(ByteString other) {
    byte[] joined = Arrays.copyOf(bytes, bytes.length + other.bytes.length);
    System.arraycopy(other.bytes, 0, joined, bytes.length, other.bytes.length);
    return new ByteString(joined);
  }

  /// Tells whether these bytes begin with those of `prefix`.
  public boolean startsWith(ByteString prefix) {
    return bytes.length >= prefix.bytes.length
        && Arrays.equals(bytes, 0, prefix.bytes.length, prefix.bytes, 0, prefix.bytes.length);
  }

  /// Appends the bytes, without a length, to `writer`.
  public void writeTo(ByteWriter writer) {
    writer.bytes(bytes, 0, bytes.length);
  }

  @Override
  public int compareTo(ByteString other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ByteString that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /// Returns the text where the bytes are printable UTF-8, else the same with C-style escapes
  /// (`\n`, `\xff`), fit for one line of a terminal.
  @Override
  public String toString() {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (text.codePoints().noneMatch(c -> Character.isISOControl(c) || c == '\\')) {
        return text;
      }
    } catch (CharacterCodingException e) {
      return escaped();
    }
    return escaped();
  }

  private String escaped() {
    StringBuilder out = new StringBuilder();
    for (byte b : bytes) {
      switch (b) {
        case '\n' -> out.append("\\n");
        case '\t' -> out.append("\\t");
        case '\r' -> out.append("\\r");
        case '\\' -> out.append("\\\\");
        default -> {
          if (b >= 0x20 && b < 0x7f) {
            out.append((char) b);
          } else {
            out.append(String.format("\\x%02x", b & 0xff));
          }
        }
      }
    }
    return out.toString();
  }
}
