package dev.volary.remote.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.fixtures.Seeds;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RetryTest {
  private final List<Duration> pauses = new ArrayList<>();
  private Instant now = Instant.EPOCH;
  private int attempts;

  private Retry retry(Duration retryFor) {
    return new Retry(
        retryFor,
        () -> now,
        Seeds.generator(1),
        (pause, why) -> {
          pauses.add(pause);
          now = now.plus(pause);
        });
  }

  private String failing(int times, Fault fault) {
    if (attempts++ < times) {
      throw new VolaryException(fault, "no luck");
    }
    return "done";
  }

  @Test
  void goesOnUntilItWorks() throws IOException {
    assertThat(retry(Duration.ofMinutes(10)).run(() -> failing(5, Fault.NETWORK)))
        .isEqualTo("done");

    assertThat(pauses).hasSize(5).isSorted();
  }

  @Test
  void givesUpInTime() {
    assertThatThrownBy(() -> retry(Duration.ofMinutes(5)).run(() -> failing(1000, Fault.NETWORK)))
        .isInstanceOf(VolaryException.class);

    assertThat(now).isBetween(Instant.EPOCH.plusSeconds(120), Instant.EPOCH.plusSeconds(300));
    assertThat(pauses).allMatch(pause -> pause.compareTo(Duration.ofMinutes(1)) <= 0);
  }

  @Test
  void triesNothingAgainThatWillNotChange() {
    assertThatThrownBy(
            () -> retry(Duration.ofMinutes(5)).run(() -> failing(1, Fault.NOT_PERMITTED)))
        .isInstanceOf(VolaryException.class);

    assertThat(attempts).isEqualTo(1);
  }
}
