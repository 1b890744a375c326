package dev.volary.core.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;

/// Any text taken as a label note.
final class LabelTextFuzz {
  @FuzzTest
  void isRefusedOrCanonical(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    try {
      assertThat(LabelText.format(LabelText.parse(text, "fuzz"))).isEqualTo(text);
    } catch (VolaryException e) {
      assertThat(e.fault()).isEqualTo(Fault.CORRUPT);
    }
  }
}
