package dev.volary.cli.docker.pause;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.cli.docker.engine.EngineSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The watchdog's command asks as long as it must, whatever the engine answers.
final class UndoingTest {
  @TempDir private Path folder;

  /// Runs it with a curl that notes what it is asked for and prints `answer`, and a sleep that only
  /// notes how long it would; returns the notes.
  private List<String> notes(String answer, String... ids) throws IOException {
    Path notes = folder.resolve("notes");
    script("curl", "for word; do :; done; echo \"${word##*/containers/}\" >>" + notes, answer);
    script("sleep", "echo \"$1\" >>" + notes, ":");
    ProcessBuilder builder =
        new ProcessBuilder(
            Undoing.command(new EngineSocket(folder.resolve("socket")), List.of(ids)));
    builder.environment().merge("PATH", folder.toString(), (old, own) -> own + ":" + old);
    assertThat(builder.inheritIO().start().onExit().join().exitValue()).isZero();
    return Files.readAllLines(notes);
  }

  private void script(String name, String... lines) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void asksAFewTimesWhereTheEngineSaysThatAllRun() throws IOException {
    assertThat(notes("case $word in *one/*) echo 204 ;; *) echo 409 ;; esac", "one", "two"))
        .filteredOn(note -> !note.endsWith("/unpause"))
        .containsExactly("0", "0.2", "0.5", "1", "2");
  }

  @Test
  void asksForLongerWhereOneDoesNotGoOn() throws IOException {
    List<String> notes =
        notes("case $word in *one/*) echo 500 ;; *) echo 204 ;; esac", "one", "two");
    assertThat(notes).endsWith("20", "one/unpause", "two/unpause").hasSize(3 * 8);
  }

  @Test
  void asksForLongerWhereNothingAnswers() throws IOException {
    assertThat(notes("exit 28", "one")).containsSubsequence("2", "5", "10", "20");
  }

  @Test
  void endsWhenTheEngineAnswersAgain() throws IOException {
    String once = "grep -qx 5 " + folder.resolve("notes") + " && echo 204 || exit 7";
    assertThat(notes(once, "one")).endsWith("5", "one/unpause");
  }
}
