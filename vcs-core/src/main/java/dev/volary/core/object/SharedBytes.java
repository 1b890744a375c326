package dev.volary.core.object;

import java.util.Arrays;
import java.util.Objects;

/// Bytes that are part of an array which others use too: never written to.
///
/// @param bytes the array
/// @param offset where they begin in it
@SuppressWarnings("ArrayRecordComponent") // shared and never written to
public record SharedBytes(byte[] bytes, int offset, int length) {
  public SharedBytes {
    Objects.checkFromIndexSize(offset, length, bytes.length);
  }

  /// Returns a copy of them.
  public byte[] copy() {
    return Arrays.copyOfRange(bytes, offset, offset + length);
  }
}
