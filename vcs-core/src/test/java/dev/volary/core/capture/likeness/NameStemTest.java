package dev.volary.core.capture.likeness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.core.io.ByteString;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which names tell versions of the same file apart.
final class NameStemTest {
  @ParameterizedTest
  @CsvSource({
    "app.log, app.log",
    "app.log.1, app.log",
    "app.log.12, app.log",
    "app.log.old, app.log",
    "app.log-20261121, app.log",
    "app.1.log, app.log",
    "dump-2026-11-21.sql, dump.sql",
    "dump_20261121.sql, dump.sql",
    "data.db~, data.db",
    "data.db.bak, data.db",
    "16384, ''",
    "16384.1, ''",
    "16384_fsm, ''",
    "000000010000000000000001, ''",
    "00000001000000A900000042.partial, ''",
    "da39a3ee5e6b4b0d3255bfef95601890afd80709, ''",
    "binlog.000123, ''",
    "IMG_0001.jpg, ''",
    "12345678, ''",
  })
  void numbersAndSuffixesAreLeftOut(String name, String stem) {
    assertThat(NameStem.of(ByteString.utf8(name)))
        .isEqualTo(stem.isEmpty() ? Optional.empty() : Optional.of(stem));
  }
}
