package dev.volary.cli.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volary.fixtures.docker.DockerDaemon;
import dev.volary.fixtures.docker.DockerImages;
import dev.volary.fixtures.process.Command;
import dev.volary.fixtures.process.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The Compose example, its README typed as it stands there, on a real engine.
final class ComposeIT {
  private static final String COMPOSE = "docker-compose";

  /// What the reader has: Compose as a plugin of `docker`, and time to wait until a server is up.
  private static final String READER =
      """
      set -e
      wait_for() {
        for try in $(seq 300); do
          docker-compose "$@" exec -T db pg_isready -q && return
          sleep 0.2
        done
        return 1
      }
      docker() {
        shift
        case " $* " in
          *" -f "*" exec "*) wait_for "$1" "$2" "$3" "$4" ;;
          *" exec "*) wait_for ;;
        esac
        docker-compose "$@"
      }
      """;

  private static DockerDaemon daemon;

  @TempDir private Path temp;

  @BeforeAll
  static void begin() {
    DockerDaemon.objection().ifPresent(reason -> assumeTrue(false, reason));
    assumeTrue(Command.available(COMPOSE), COMPOSE + " is not installed");
    daemon = DockerDaemon.start();
    DockerImages.busybox(daemon);
    DockerImages.postgres(daemon);
  }

  @AfterAll
  static void end() {
    if (daemon != null) {
      daemon.close();
    }
  }

  private Command prepared(Path project, String... words) {
    return Command.of(words)
        .in(project)
        .with("DOCKER_HOST", daemon.host())
        .with("POSTGRES_IMAGE", DockerImages.POSTGRES)
        .with("WEB_IMAGE", DockerImages.BUSYBOX)
        .with("VOLARY_HOME", temp.resolve("depot").toString())
        .with("HOME", temp.toString())
        .within(Duration.ofMinutes(10));
  }

  /// Copies the example; its containers get no network here, and the volume the owner that the real
  /// image gives it.
  private Path project() throws IOException {
    Path project = Files.createDirectories(temp.resolve("shop"));
    Command.of("cp", "-r", example() + "/.", project.toString()).succeed();
    Path file = project.resolve("compose.yaml");
    Files.writeString(
        file,
        Files.readString(file).replaceAll("(?m)^(    image: .*)$", "$1\n    network_mode: none"));
    prepared(project, COMPOSE, "up", "--no-start").run().expect(0);
    Path volume = daemon.data().resolve("volumes/shop_pgdata/_data");
    Command.of("chown", "postgres:", volume.toString()).succeed();
    return project;
  }

  @Test
  void theReadmeWorksAsWritten() throws IOException {
    Path project = project();
    Path script = temp.resolve("readme.sh");
    Files.writeString(script, READER + volary() + commands());

    Outcome outcome = prepared(project, "bash", script.toString()).run();

    assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isZero();
    assertThat(outcome.out())
        .contains("pgdata  " + daemon.data().resolve("volumes/shop_pgdata/_data"))
        .contains("uploads  " + project.resolve("uploads"))
        .contains("db: port 5432 is at 15432")
        .contains("A picture of a cup.");
    assertThat(outcome.out().lines().filter(line -> line.strip().equals("3")))
        .as("two orders beside the broken shop, and after going back")
        .hasSize(2);
    assertThat(project.resolve("uploads/cup.txt")).hasContent("A picture of a cup.");
    assertThat(project.resolve("compose.bug1132.yaml")).doesNotExist();
    assertThat(daemon.data().resolve("volumes/plain/_data/PG_VERSION")).exists();
    assertThat(outcome.out()).containsPattern("pgdata/.*");
    String running = daemon.docker("ps", "--format", "{{.Names}}").succeed().out();
    assertThat(running.lines()).containsExactlyInAnyOrder("shop_db_1", "shop_web_1");
    prepared(project, COMPOSE, "down", "-v").run().expect(0);
  }

  private static String volary() {
    return "volary() { '" + BuiltProgram.launcher() + "' \"$@\"; }\n";
  }

  /// All commands of the README's blocks.
  private static String commands() throws IOException {
    StringBuilder commands = new StringBuilder();
    boolean inside = false;
    for (String line : Files.readAllLines(example().resolve("README.md"))) {
      if (line.startsWith("```")) {
        inside = line.equals("```sh");
      } else if (inside) {
        commands.append("echo '+ ").append(line.replace("'", "")).append("'\n");
        commands.append(line).append('\n');
      }
    }
    return commands.toString();
  }

  private static Path example() {
    Path here = Path.of("").toAbsolutePath();
    return (Files.isDirectory(here.resolve("examples")) ? here : here.resolve("cli"))
        .resolve("examples/compose");
  }
}
