package dev.volary.core.reach;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.volary.core.error.VolaryException;
import dev.volary.core.io.ByteWriter;

/// Whatever bytes a completeness file has, it is read or refused in one sentence.
final class CompletenessFuzz {
  @FuzzTest
  void read(byte[] data) {
    read("fuzz", data);
    read("fuzz", new ByteWriter().bytes(CompletenessLog.header()).bytes(data).toByteArray());
  }

  private static void read(String resource, byte[] bytes) {
    try {
      CompletenessLog log = CompletenessLog.read(resource, bytes);
      if (log.end() > bytes.length || log.states().size() > log.records()) {
        throw new AssertionError("more than there is");
      }
    } catch (VolaryException expected) {
      // refused
    }
  }
}
