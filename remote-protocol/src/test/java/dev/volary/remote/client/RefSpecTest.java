package dev.volary.remote.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.error.VolaryException;
import dev.volary.core.history.RefName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RefSpecTest {
  @Test
  void isReadAsGitReadsIt() {
    assertThat(RefSpec.parse("main")).isEqualTo(new RefSpec(false, "main", ""));
    assertThat(RefSpec.parse("+main:work")).isEqualTo(new RefSpec(true, "main", "work"));
    assertThat(RefSpec.parse(":old").deletes()).isTrue();
    assertThat(RefSpec.parse("refs/heads/*:refs/x/*").isPattern()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":", "+", "a*:b", "a:b*", ":b*", "a**:b**"})
  void whatNamesNothingIsRefused(String text) {
    assertThatThrownBy(() -> RefSpec.parse(text)).isInstanceOf(VolaryException.class);
  }

  @Test
  void aPatternMapsWhatItMeans() {
    RefSpec spec = RefSpec.following("origin");

    assertThat(spec.map(RefName.branch("a/b"))).contains("refs/remotes/origin/a/b");
    assertThat(spec.map(RefName.tag("v1"))).isEmpty();
    assertThat(RefSpec.parse("refs/heads/x*y:refs/x/*").map(RefName.branch("xy")))
        .contains("refs/x/");
    assertThat(RefSpec.parse("refs/heads/x*x:refs/x/*").map(RefName.branch("x"))).isEmpty();
  }
}
