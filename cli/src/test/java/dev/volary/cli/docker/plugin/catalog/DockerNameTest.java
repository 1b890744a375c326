package dev.volary.cli.docker.plugin.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.error.VolaryException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Names mean a volume, a directory of it, a state of it.
final class DockerNameTest {
  @ParameterizedTest
  @CsvSource({
    "pgdata, pgdata, '', ''",
    "pgdata@experiment, pgdata, '', experiment",
    "pgdata@feature~one, pgdata, '', feature~one",
    "pgdata@v1.2, pgdata, '', v1.2",
    "shop.db, shop, db, ''",
    "shop.db@main@{yesterday}, shop, db, main@{yesterday}",
    "pgdata@{2026-11-17 23:32}, pgdata, '', {2026-11-17 23:32}",
    "a-b_1.D.x, a-b_1, D.x, ''"
  })
  void areTakenApart(String text, String volume, String directory, String ref) {
    DockerName name = DockerName.parse(text);
    assertThat(name.volume().text()).isEqualTo(volume);
    assertThat(name.directory().orElse("")).isEqualTo(directory);
    assertThat(name.ref().orElse("")).isEqualTo(ref);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "Pg", "_a", "a b", "a/b", "a@", "@a", "a.", "a..", "a...b", "a./x", "a@b/c", "a@b\nc",
        "../a"
      })
  void areRefused(String text) {
    assertThatThrownBy(() -> DockerName.parse(text)).isInstanceOf(VolaryException.class);
  }
}
