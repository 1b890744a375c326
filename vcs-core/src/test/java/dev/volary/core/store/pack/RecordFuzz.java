package dev.volary.core.store.pack;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// Any bytes taken as a record, with a checksum that holds, so that what is behind it is reached.
final class RecordFuzz {
  @FuzzTest
  void isRefusedOrDecodes(byte[] bytes) {
    PackForms.record(bytes);
  }
}
