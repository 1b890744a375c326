package dev.volary.core.store.pack;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// Any bytes taken as the header of a pack.
final class PackHeaderFuzz {
  @FuzzTest
  void isRefusedOrCanonical(byte[] bytes) {
    PackForms.header(bytes);
  }
}
