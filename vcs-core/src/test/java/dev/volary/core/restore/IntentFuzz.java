package dev.volary.core.restore;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.io.ByteReader;

/// Any bytes taken as the record of a restore that is under way.
final class IntentFuzz {
  @FuzzTest
  void isReadOrRefused(byte[] bytes) {
    try {
      assertThat(Intent.read(new ByteReader("fuzz", bytes)).wanted()).isNotNull();
    } catch (VolaryException e) {
      assertThat(e.fault()).isEqualTo(Fault.CORRUPT);
    }
  }
}
