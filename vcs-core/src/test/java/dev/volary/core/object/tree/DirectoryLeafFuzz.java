package dev.volary.core.object.tree;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// Any bytes taken as a leaf of a directory.
final class DirectoryLeafFuzz {
  @FuzzTest
  void isRefusedOrCanonical(byte[] bytes) {
    CanonicalForms.leaf(bytes);
  }
}
