package dev.volary.core.diff;

import dev.volary.core.io.ByteString;

/// How paths are put together.
final class Paths {
  private static final ByteString SLASH = ByteString.utf8("/");

  private Paths() {}

  /// Returns the path of `name` in `directory`.
  static ByteString join(ByteString directory, ByteString name) {
    return directory.isEmpty() ? name : directory.plus(SLASH).plus(name);
  }
}
