package dev.volary.core.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.fixtures.process.Command;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Messages with labels, label notes and ref names.
final class HistoryTextTest {
  private static final TreeMap<String, String> LABELS = new TreeMap<>(Map.of("b", "2=x", "a", "1"));

  @Test
  void labelsAreTrailers() {
    assertThat(CommitMessage.compose("subject", LABELS))
        .isEqualTo("subject\n\nLabel: a=1\nLabel: b=2=x\n");
    String signed = CommitMessage.compose("s\n\nbody  \n\nSigned-off-by: X\n\n", LABELS);
    assertThat(signed).isEqualTo("s\n\nbody\n\nSigned-off-by: X\nLabel: a=1\nLabel: b=2=x\n");
    assertThat(CommitMessage.labels(signed)).isEqualTo(LABELS);
    assertThat(CommitMessage.withoutLabels(signed)).isEqualTo("s\n\nbody\n\nSigned-off-by: X\n");
    assertThat(CommitMessage.compose("", LABELS)).isEqualTo("\nLabel: a=1\nLabel: b=2=x\n");
    assertThat(CommitMessage.labels("\nLabel: a=1\nLabel: b=2=x\n")).isEqualTo(LABELS);
    assertThat(CommitMessage.labels("Label: a=1\n")).isEmpty();
    assertThat(CommitMessage.compose("", new TreeMap<>())).isEmpty();
    assertThat(CommitMessage.compose("a\0b\r\n\r\n", new TreeMap<>())).isEqualTo("ab\n");
  }

  @Test
  void notesHaveOneText() {
    TreeMap<String, Optional<String>> labels =
        new TreeMap<>(Map.of("k", Optional.of("v w"), "gone", Optional.empty()));
    String text = LabelText.format(labels);
    assertThat(text).isEqualTo("-gone\nk=v w\n");
    assertThat(LabelText.parse(text, "test")).isEqualTo(labels);
    for (String bad : List.of("k=v", "b=1\na=1\n", "a=1\na=2\n", "k\n", "=v\n", "k= v\n", "\n")) {
      assertThatThrownBy(() -> LabelText.parse(bad, "test"))
          .isInstanceOfSatisfying(
              VolaryException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CORRUPT));
    }
  }

  @Test
  void refNamesAreWhatGitAllows() {
    List<String> names =
        List.of(
            "a",
            "a/b",
            "a..b",
            "a/",
            "/a",
            "a//b",
            ".a",
            "a/.b",
            "a.",
            "a.lock",
            "a.lock/b",
            "a@{b",
            "a b",
            "a~b",
            "a^b",
            "a:b",
            "a?b",
            "a*b",
            "a[b",
            "a\\b",
            "ä/€",
            "-a",
            "a@b",
            "HEAD",
            "a\u007fb",
            "a.b",
            "a-b_c+d");
    for (String name : names) {
      boolean ofGit = Command.of("git", "check-ref-format", "--branch", name).run().exitCode() == 0;
      assertThat(isBranch(name)).as(name).isEqualTo(ofGit);
    }
    assertThat(isBranch("@")).isFalse();
    assertThat(isBranch("x".repeat(241))).isFalse();
    assertThat(RefName.remote("origin", "main").shortName()).isEqualTo("origin/main");
  }

  private static boolean isBranch(String name) {
    try {
      return RefName.branch(name).isBranch();
    } catch (VolaryException e) {
      return false;
    }
  }

  @Test
  void commitIdsRoundTrip() {
    String hex = "00ff00000000000000010000000080000000abcd";
    assertThat(CommitId.hex(hex).toHex()).isEqualTo(hex);
    assertThat(CommitId.hex("f".repeat(40))).isGreaterThan(CommitId.hex("0".repeat(40)));
    assertThatThrownBy(() -> CommitId.hex("F".repeat(40))).isInstanceOf(VolaryException.class);
  }
}
