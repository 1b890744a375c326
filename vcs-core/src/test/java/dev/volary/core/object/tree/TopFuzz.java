package dev.volary.core.object.tree;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// Any bytes taken as the top of a volume.
final class TopFuzz {
  @FuzzTest
  void isRefusedOrCanonical(byte[] bytes) {
    CanonicalForms.top(bytes);
  }
}
