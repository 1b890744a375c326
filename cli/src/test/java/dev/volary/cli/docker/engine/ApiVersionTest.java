package dev.volary.cli.docker.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Which version of the API is spoken.
final class ApiVersionTest {
  @Test
  void speaksItsOwnVersionWhereTheEngineDoes() {
    assertThat(ApiVersion.agree("1.12", "1.41")).isEqualTo("1.41");
    assertThat(ApiVersion.agree("1.24", "1.48")).isEqualTo("1.41");
  }

  @Test
  void followsAnEngineThatIsOlderOrHasDroppedIt() {
    assertThat(ApiVersion.agree("1.12", "1.39")).isEqualTo("1.39");
    assertThat(ApiVersion.agree("1.44", "1.52")).isEqualTo("1.44");
  }
}
