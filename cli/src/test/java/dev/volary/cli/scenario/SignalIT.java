package dev.volary.cli.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.fixtures.process.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a signal or a closed pipe leaves behind: one sentence at most, and a sound depot.
final class SignalIT {
  /// Starts the command in the arguments, and interrupts it once its hook has come.
  private static final String INTERRUPT =
      """
      set -m
      "$@" &
      until [ -e hook ]; do kill -0 $! || exit 99; done
      kill -INT $!
      wait $!
      """;

  @TempDir private Path place;
  private Volary volary;

  @BeforeEach
  void volume() throws IOException {
    Path tree = Files.createDirectories(place.resolve("tree"));
    Files.write(tree.resolve("large"), new byte[4 << 20]);
    volary = Volary.in(place.resolve("depot")).at(place);
    volary.ok("init", tree.toString(), "--name", "data");
    volary.ok("-C", "data", "commit", "-m", "first");
    Files.writeString(tree.resolve("notes"), "new");
  }

  @Test
  void anInterruptedCommandSaysSoAndHarmsNothing() {
    // What runs in the background of a script, such as these tests, ignores the signal.
    List<String> words =
        new ArrayList<>(List.of("env", "--default-signal=INT", "bash", "-c", INTERRUPT, "bash"));
    words.addAll(
        volary.words(
            "-C",
            "data",
            "commit",
            "-m",
            "second",
            "--before",
            "touch hook; sleep 30",
            "--after",
            "true"));
    Outcome outcome = volary.prepared(words).run().expect(130);
    assertThat(outcome.err()).contains("volary: interrupted").doesNotContain("\tat ");
    volary.ok("fsck");
    volary.ok("-C", "data", "commit", "-m", "second");
    assertThat(volary.ok("-C", "data", "log", "-q").lines()).hasSize(2);
  }

  @Test
  void aClosedPipeIsNoFailureToSpeakOf() {
    List<String> words =
        new ArrayList<>(List.of("bash", "-c", "\"$@\" | head -c 1; exit ${PIPESTATUS[0]}", "bash"));
    words.addAll(volary.words("cat", "data@main:large"));
    Outcome outcome = volary.prepared(words).run().expect(141);
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void aFullDeviceIsNoSpace() {
    List<String> words = new ArrayList<>(List.of("bash", "-c", "\"$@\" >/dev/full", "bash"));
    words.addAll(volary.words("cat", "data@main:large"));
    assertThat(volary.prepared(words).run().expect(9).err()).hasLineCount(1);
  }
}
