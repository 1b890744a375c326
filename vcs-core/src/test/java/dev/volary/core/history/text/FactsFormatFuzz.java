package dev.volary.core.history.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;

/// Any bytes taken as the facts of a commit.
final class FactsFormatFuzz {
  @FuzzTest
  void isRefusedOrCanonical(byte[] bytes) {
    try {
      assertThat(FactsFormat.format(FactsFormat.parse(bytes, "fuzz"))).isEqualTo(bytes);
    } catch (VolaryException e) {
      assertThat(e.fault()).isIn(Fault.CORRUPT, Fault.TOO_NEW);
    }
  }
}
