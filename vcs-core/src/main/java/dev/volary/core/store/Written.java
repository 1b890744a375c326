package dev.volary.core.store;

import dev.volary.core.hash.ObjectKind;
import dev.volary.core.store.manifest.UniqueName;

/// Where an object of a transaction has been written, before that is published.
record Written(UniqueName pack, int offset, int slot, ObjectKind kind, int depth) {
  Copy copy() {
    return new Copy(pack, offset, slot, depth, false);
  }
}
