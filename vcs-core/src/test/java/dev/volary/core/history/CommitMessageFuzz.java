package dev.volary.core.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.TreeMap;

/// Any text taken as a commit message: made canonical once, it stays as it is.
final class CommitMessageFuzz {
  @FuzzTest
  void isStable(byte[] bytes) {
    String once = CommitMessage.compose(new String(bytes, UTF_8), new TreeMap<>());
    assertThat(CommitMessage.compose(once, new TreeMap<>())).isEqualTo(once);
    assertThat(CommitMessage.labels(once)).doesNotContainKey("");
  }
}
