package dev.volary.core.store.pack;

import dev.volary.core.error.VolaryException;

/// How the objects of a record are coded.
public enum Codec {
  /// As they are, one after the other.
  RAW(1),
  /// One zstd frame over all of them.
  ZSTD(2),
  /// Each as a zstd frame of its own, with pieces of other objects as its dictionary.
  DELTA(3),
  /// One LZMA2 stream over all of them.
  XZ(4);

  private final int code;

  Codec(int code) {
    this.code = code;
  }

  /// Returns the byte that stands for this codec in records.
  public int code() {
    return code;
  }

  /// Returns the codec of `code`, found in `resource`.
  static Codec of(int code, String resource) {
    return switch (code) {
      case 1 -> RAW;
      case 2 -> ZSTD;
      case 3 -> DELTA;
      case 4 -> XZ;
      default -> throw VolaryException.corrupt(resource, "there is no codec " + code);
    };
  }
}
