package dev.volary.core.history.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.error.VolaryException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Times as people write them.
final class CaptureTimeTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static void means(String text, String first, String last) {
    assertThat(CaptureTime.parse(text, NOW, BERLIN))
        .as(text)
        .isEqualTo(new CaptureTime(Instant.parse(first), Instant.parse(last)));
  }

  @Test
  void eachMeansItsLastUnit() {
    means("2026-11-17", "2026-11-16T23:00:00Z", "2026-11-17T22:59:59.999999999Z");
    means("2026-11-17 23:32", "2026-11-17T22:32:00Z", "2026-11-17T22:32:59.999999999Z");
    means("2026-11-17T23:32:15Z", "2026-11-17T23:32:15Z", "2026-11-17T23:32:15.999999999Z");
    means(
        "2026-11-17 23:32:15.5 +02:00", "2026-11-17T21:32:15.5Z", "2026-11-17T21:32:15.599999999Z");
    means(
        "2026-11-17T23:32:15.000000001Z",
        "2026-11-17T23:32:15.000000001Z",
        "2026-11-17T23:32:15.000000001Z");
    means("now", "2026-11-22T12:00:00Z", "2026-11-22T12:00:00Z");
    means("yesterday", "2026-11-21T12:00:00Z", "2026-11-21T12:00:00Z");
    means("3 hours ago", "2026-11-22T09:00:00Z", "2026-11-22T09:00:00Z");
    means("2.weeks.ago", "2026-11-08T12:00:00Z", "2026-11-08T12:00:00Z");
  }

  @Test
  void othersAreRefused() {
    for (String text :
        List.of(
            "",
            "soon",
            "2026-13-01",
            "2026-11-17 25:00",
            "17.11.2026",
            "3 ago",
            "2026-11-17 23:32.5")) {
      assertThatThrownBy(() -> CaptureTime.parse(text, NOW, BERLIN))
          .isInstanceOf(VolaryException.class)
          .hasMessageContaining("'" + text + "'");
    }
  }

  @Test
  void nearMisses() {
    assertThat(NearMiss.isNear("mian", "main")).isTrue();
    assertThat(NearMiss.isNear("mann", "main")).isTrue();
    assertThat(NearMiss.isNear("prod", "production")).isTrue();
    assertThat(NearMiss.isNear("x", "y")).isFalse();
    assertThat(NearMiss.isNear("", "y")).isFalse();
  }
}
