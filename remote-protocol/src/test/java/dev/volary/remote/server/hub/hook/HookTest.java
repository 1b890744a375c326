package dev.volary.remote.server.hub.hook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One hook: what it gets, what it may say, and its end.
final class HookTest {
  @TempDir private Path folder;

  private Optional<String> run(String script, Duration limit) throws IOException {
    Path file = folder.resolve("update");
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return new Hook(file, limit)
        .run(new Hook.Call(List.of("a b", "c"), "input\n", folder, Map.of("WHO", "anna")));
  }

  @Test
  void itGetsArgumentsInputAndALittleEnvironment() throws IOException {
    assertThat(run("echo \"$1|$2|$(cat)|$WHO|$GIT_DIR|$HOME\"; exit 1", Duration.ofMinutes(1)))
        .hasValue("update declined: a b|c|input|anna|" + folder + "|");
    assertThat(run("exit 0", Duration.ofMinutes(1))).isEmpty();
  }

  @Test
  void whatTakesTooLongOrSaysTooMuchIsEnded() throws IOException {
    assertThat(run("sleep 600", Duration.ofMillis(200)))
        .hasValueSatisfying(words -> assertThat(words).contains("took longer"));
    assertThat(run("yes | head -c 1000000; exit 1", Duration.ofMinutes(1)))
        .hasValueSatisfying(words -> assertThat(words.length()).isLessThan(5_000));
  }

  @Test
  void whereThereIsNoneNothingHappens() throws IOException {
    var none = new Hook(folder.resolve("none"), Duration.ofMinutes(1));
    assertThat(none.run(new Hook.Call(List.of(), "", folder, Map.of()))).isEmpty();
  }
}
