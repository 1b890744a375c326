package dev.volary.core.store.write;

import dev.volary.core.hash.ObjectKind;
import dev.volary.core.store.manifest.UniqueName;
import dev.volary.core.store.read.Copy;

/// Where an object of a transaction has been written, before that is published.
public record Written(UniqueName pack, int offset, int slot, ObjectKind kind, int depth) {
  /// Returns the same as a place to read from.
  public Copy copy() {
    return new Copy(pack, offset, slot, depth, false);
  }
}
