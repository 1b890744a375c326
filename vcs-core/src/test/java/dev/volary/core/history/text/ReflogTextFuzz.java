package dev.volary.core.history.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// Any text taken as a reflog: lines are moves or passed over.
final class ReflogTextFuzz {
  @FuzzTest
  void givesEntriesOrNone(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    assertThat(ReflogText.parse(text)).hasSizeLessThanOrEqualTo((int) text.lines().count());
  }
}
