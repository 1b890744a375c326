package dev.volary.cli.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.fixtures.process.Command;
import dev.volary.fixtures.process.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The README's tour, typed as it stands there.
final class ReadmeIT {
  private static final String TOUR = "## Five minutes";
  private static final String SHARING = "Between two depots on one machine";

  @TempDir Path temp;

  @Test
  void theTourWorksAsWritten() throws IOException {
    Path data = Files.createDirectories(temp.resolve("srv/pgdata"));
    Files.createDirectories(data.resolve("base/1"));
    Files.createDirectories(data.resolve("global"));
    Files.writeString(data.resolve("PG_VERSION"), "15\n");
    Files.write(data.resolve("global/pg_control"), new byte[8192]);
    Files.write(data.resolve("base/1/1259"), new byte[65536]);
    Path script = temp.resolve("tour.sh");
    Files.writeString(script, script(TOUR));
    Outcome outcome =
        Command.of("bash", script.toString())
            .in(temp)
            .with("VOLARY_HOME", temp.resolve("depot").toString())
            .with("HOME", temp.toString())
            .run();
    assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isZero();
    assertThat(outcome.out()).contains("preset postgres").contains("after import").contains("15");
  }

  @Test
  void sharingWorksAsWritten() throws IOException {
    Path data = Files.createDirectories(temp.resolve("srv/pgdata"));
    Files.writeString(data.resolve("PG_VERSION"), "15\n");
    Volary other = Volary.in(temp.resolve("srv/depot")).at(data);
    other.ok("init");
    other.ok("commit", "-m", "first");
    Path script = temp.resolve("sharing.sh");
    Files.writeString(script, script(SHARING));
    Outcome outcome =
        Command.of("bash", script.toString())
            .in(temp)
            .with("VOLARY_HOME", temp.resolve("depot").toString())
            .with("HOME", temp.toString())
            .run();
    assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isZero();
    assertThat(outcome.out()).contains("main -> what-i-tried").contains("Already up to date.");
    assertThat(other.ok("cat", "what-i-tried:notes")).isEqualTo("tried");
    assertThat(temp.resolve("srv/once/PG_VERSION")).exists();
  }

  /// The commands of the first block after `heading`.
  private String script(String heading) throws IOException {
    StringBuilder script = new StringBuilder();
    ReadmeText.script(heading)
        .lines()
        .filter(line -> !line.startsWith("alias"))
        .forEach(line -> {
          script.append(line.replace("/srv/", temp + "/srv/")).append('\n');
          if (line.contains("'seed data'")) {
            script.append("echo imported >> base/1/1259\n");
          }
        });
    return script.toString();
  }
}
