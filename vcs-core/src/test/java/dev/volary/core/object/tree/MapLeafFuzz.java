package dev.volary.core.object.tree;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// Any bytes taken as a leaf of a file map.
final class MapLeafFuzz {
  @FuzzTest
  void isRefusedOrCanonical(byte[] bytes) {
    CanonicalForms.mapLeaf(bytes);
  }
}
