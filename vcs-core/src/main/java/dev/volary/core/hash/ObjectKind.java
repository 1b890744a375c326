package dev.volary.core.hash;

import dev.volary.core.error.VolaryException;

/// What an object is; part of its id, so that a chunk can never pass for a directory.
public enum ObjectKind {
  /// File bytes.
  CHUNK(1),
  /// Chunks and holes of a file, in order.
  FILE_MAP(2),
  /// Entries of a directory, or the top of a volume.
  DIRECTORY(3);

  private final int code;

  ObjectKind(int code) {
    this.code = code;
  }

  /// Returns the byte that stands for this kind in ids and records.
  public int code() {
    return code;
  }

  /// Returns the kind of `code`, found in `resource`.
  public static ObjectKind of(int code, String resource) {
    return switch (code) {
      case 1 -> CHUNK;
      case 2 -> FILE_MAP;
      case 3 -> DIRECTORY;
      default -> throw VolaryException.corrupt(resource, "there is no object kind " + code);
    };
  }
}
