package dev.volary.core.capture.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.core.io.ByteString;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a single line in gitignore syntax matches; the answers are those of git 2.39.
final class IgnoreRuleTest {
  @ParameterizedTest
  @CsvSource({
    "*.log, a.log, true",
    "*.log, d/e/a.log, true",
    "*.log, a.log.old, false",
    "/a, a, true",
    "/a, d/a, false",
    "d/a, d/a, true",
    "d/a, e/d/a, false",
    "d/, d, false",
    "d/, d/, true",
    "**/a, a, true",
    "**/a, d/e/a, true",
    "d/**, d/, false",
    "d/**, d/e/a, true",
    "d/**/a, d/a, true",
    "d/**/a, d/e/f/a, true",
    "d/*/a, d/e/a, true",
    "d/*/a, d/e/f/a, false",
    "d*/a, d/e/a, false",
    "pgsql_tmp*, base/pgsql_tmp12.3, true",
    "a?c, abc, true",
    "a?c, ac, false",
    "[a-c]x, bx, true",
    "[!a-c]x, bx, false",
    "[^a-c]x, dx, true",
    "[]]x, ]x, true",
    "[a, '[a', true",
    "[[:digit:]]*, 7up, true",
    "[[:digit:]]*, up7, false",
    "a\\*, a*, true",
    "a\\*, ab, false",
    "*a*b*c, xxaxxbxxbxc, true",
    "*a*b*c, xxbxxaxxc, false",
    "\\#x, '#x', true",
    "\\!x, '!x', true",
  })
  void matchesLikeGit(String pattern, String path, boolean expected) {
    boolean directory = path.endsWith("/");
    IgnoreRule rule = IgnoreRule.parse(ByteString.utf8(pattern), "test", List.of()).orElseThrow();
    assertThat(rule.matches(IgnoreRule.split(ByteString.utf8(path)), directory))
        .isEqualTo(expected);
  }

  @Test
  void commentsAndBlanksAreNoRules() {
    for (String line : List.of("", "   ", "# comment", "!", "/", "\r")) {
      assertThat(IgnoreRule.parse(ByteString.utf8(line), "test", List.of())).as(line).isEmpty();
    }
  }

  @Test
  void bytesAreNotCharacters() {
    ByteString name = ByteString.of(new byte[] {'x', (byte) 0xff, '\n', 'y'});
    IgnoreRule rule = IgnoreRule.parse(ByteString.utf8("x??y"), "test", List.of()).orElseThrow();
    assertThat(rule.matches(List.of(name), false)).isTrue();
  }
}
