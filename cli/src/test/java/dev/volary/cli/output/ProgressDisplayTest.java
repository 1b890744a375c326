package dev.volary.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// Progress is seen where somebody looks, and only there.
final class ProgressDisplayTest {
  private static final OutputMode TERMINAL = new OutputMode(false, false, false, true, 80);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Instant now = Instant.parse("2026-11-17T12:00:00Z");

  @Test
  void onATerminalOneLineIsOverwrittenAndTakenAway() {
    Output output = new Output(out, err, TERMINAL);
    try (ProgressDisplay display = new ProgressDisplay(output, () -> now)) {
      display.phase("restoring");
      display.done(64, 1_000_000);
      after(50);
      display.done(128, 2_000_000);
      after(950);
      display.done(192, 20_000_000);
      output.line("answer");
    }
    assertThat(told())
        .isEqualTo(
            "\rrestoring: 64 files, 1.00 MB\u001b[K"
                + "\rrestoring: 192 files, 20.0 MB, 20.0 MB/s\u001b[K"
                + "\r\u001b[K");
    output.flush();
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("answer\n");
  }

  @Test
  void withATotalItTellsWhatIsLeft() {
    ProgressDisplay display = new ProgressDisplay(new Output(out, err, TERMINAL), () -> now);
    display.done(0, 100_000_000, "checking packs");
    after(10_000);
    display.done(10_000_000, 100_000_000, "checking packs");
    assertThat(told()).endsWith("10.0 MB of 100 MB, 1.00 MB/s, 1 min 30 s left\u001b[K");
  }

  @Test
  void aTotalThatIsForeseenOnlyIsSaidToBeSo() {
    ProgressDisplay display = new ProgressDisplay(new Output(out, err, TERMINAL), () -> now);
    display.about(0, 0, "data");
    after(1_000);
    display.about(10_000_000, 40_000_000, "data");
    assertThat(told()).endsWith("data: 10.0 MB of about 40.0 MB, 10.0 MB/s, 3 s left\u001b[K");
  }

  @Test
  void elsewhereALineComesNowAndThen() {
    ProgressDisplay display =
        new ProgressDisplay(new Output(out, err, OutputMode.PLAIN), () -> now);
    display.phase("capturing");
    for (int i = 0; i < 25; i++) {
      after(1000);
      display.done(i, 1_000_000L * i);
    }
    display.close();
    assertThat(told().lines())
        .containsExactly(
            "capturing: 9 files, 9.00 MB, 900 kB/s", "capturing: 19 files, 19.0 MB, 950 kB/s");
  }

  @Test
  void nothingWhereIdsOrJsonAreWanted() {
    for (OutputMode mode :
        new OutputMode[] {
          new OutputMode(true, false, false, true, 80), new OutputMode(false, true, false, true, 80)
        }) {
      ProgressDisplay display = new ProgressDisplay(new Output(out, err, mode), () -> now);
      display.phase("capturing");
      after(60_000);
      display.done(5, 5);
      display.close();
    }
    assertThat(told()).isEmpty();
  }

  private void after(long millis) {
    now = now.plusMillis(millis);
  }

  private String told() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
