package dev.volary.core.object.tree;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.volary.core.hash.ObjectKind;

/// Any bytes taken as an inner page of a directory.
final class DirectoryInnerFuzz {
  @FuzzTest
  void isRefusedOrCanonical(byte[] bytes) {
    CanonicalForms.inner(ObjectKind.DIRECTORY, bytes);
  }
}
