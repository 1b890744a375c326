package dev.volary.core.depot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a person writes as a revision is taken apart in one way.
final class RevisionTextTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      nullValues = "-",
      value = {
        "main~2, -, main~2, -",
        "pgdata@v1, pgdata, v1, -",
        "pgdata@main~2:base/1, pgdata, main~2, base/1",
        "pgdata@{2026-11-17 23:32}, pgdata, @{2026-11-17 23:32}, -",
        "pgdata@{2026-11-17 23:32}:a:b, pgdata, @{2026-11-17 23:32}, a:b",
        "@{yesterday}, -, @{yesterday}, -",
        "feature/x, -, feature/x, -",
        "v1:, -, v1, \"\"",
        "pgdata@, pgdata, \"\", -",
        "Bad@v1, -, Bad@v1, -",
      })
  void isTakenApart(String text, String volume, String revision, String path) {
    RevisionText parsed = RevisionText.parse(text);
    assertThat(parsed.volume().map(VolumeName::text).orElse(null)).isEqualTo(volume);
    assertThat(parsed.revision()).isEqualTo(revision);
    assertThat(parsed.path().map(Object::toString).orElse(null)).isEqualTo(path);
  }
}
