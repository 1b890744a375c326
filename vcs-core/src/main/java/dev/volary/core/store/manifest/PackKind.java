package dev.volary.core.store.manifest;

import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectKind;

/// What a pack holds: metadata has packs of its own, so that walking trees stays local.
public enum PackKind {
  /// Chunks.
  DATA(1),
  /// Directories and file maps.
  METADATA(2);

  private final int code;

  PackKind(int code) {
    this.code = code;
  }

  /// Returns the byte that stands for this kind.
  public int code() {
    return code;
  }

  /// Returns the kind of `code`, found in `resource`.
  public static PackKind of(int code, String resource) {
    return switch (code) {
      case 1 -> DATA;
      case 2 -> METADATA;
      default -> throw VolaryException.corrupt(resource, "there is no pack kind " + code);
    };
  }

  /// Returns the kind of pack that objects of `kind` go into.
  public static PackKind holding(ObjectKind kind) {
    return switch (kind) {
      case CHUNK -> DATA;
      case FILE_MAP, DIRECTORY -> METADATA;
    };
  }
}
