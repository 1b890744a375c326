package dev.volary.core.capture.rules;

import dev.volary.core.io.ByteString;

/// A directory of a tree that belongs to a known program.
///
/// @param path relative to the top, empty for the top itself
public record PresetSite(ByteString path, Preset preset) {
  private static final ByteString SLASH = ByteString.utf8("/");

  /// Returns what this is in a tree that has the present one as its top-level directory `name`.
  public PresetSite beneath(ByteString name) {
    return new PresetSite(path.isEmpty() ? name : name.plus(SLASH).plus(path), preset);
  }
}
