package dev.volary.core.store.pack;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// Any bytes taken as the end of a pack.
final class PackFooterFuzz {
  @FuzzTest
  void isRefusedOrDecodes(byte[] bytes) {
    PackForms.footer(bytes);
  }
}
