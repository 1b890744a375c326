package dev.volary.core.object.tree;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.volary.core.hash.ObjectKind;

/// Any bytes taken as an inner page of a file map.
final class MapInnerFuzz {
  @FuzzTest
  void isRefusedOrCanonical(byte[] bytes) {
    CanonicalForms.inner(ObjectKind.FILE_MAP, bytes);
  }
}
