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
  private static final String HEADING = "## Five minutes";

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
    Files.writeString(script, script());
    Outcome outcome =
        Command.of("bash", script.toString())
            .in(temp)
            .with("VOLARY_HOME", temp.resolve("depot").toString())
            .with("HOME", temp.toString())
            .run();
    assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isZero();
    assertThat(outcome.out()).contains("preset postgres").contains("after import").contains("15");
  }

  private String script() throws IOException {
    String readme = Files.readString(top().resolve("README.md"));
    int start = readme.indexOf("```sh\n", readme.indexOf(HEADING)) + "```sh\n".length();
    StringBuilder script = new StringBuilder("set -e\n");
    script.append("volary() { '").append(BuiltProgram.launcher()).append("' \"$@\"; }\n");
    readme
        .substring(start, readme.indexOf("```", start))
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

  private static Path top() {
    Path here = Path.of("").toAbsolutePath();
    while (!Files.exists(here.resolve("README.md")) || !Files.exists(here.resolve("volary"))) {
      here = here.getParent();
    }
    return here;
  }
}
