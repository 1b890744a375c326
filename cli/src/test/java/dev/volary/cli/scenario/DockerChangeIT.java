package dev.volary.cli.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volary.fixtures.docker.DockerDaemon;
import dev.volary.fixtures.docker.DockerImages;
import dev.volary.fixtures.postgres.PostgresCluster;
import dev.volary.fixtures.process.Command;
import dev.volary.fixtures.process.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A worktree changed under running containers: they are named, or stopped and started again, and
/// if it fails they come back on the old data.
final class DockerChangeIT {
  private static DockerDaemon daemon;

  @TempDir private Path place;
  private Path data;
  private DockedVolary volary;
  private DockerPostgres server;

  @BeforeAll
  static void begin() {
    DockerDaemon.objection().ifPresent(reason -> assumeTrue(false, reason));
    assumeTrue(PostgresCluster.programs().isPresent(), "PostgreSQL is not installed");
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

  /// A database with the value 1 on main and 2 on other, which is live; beside it an application
  /// that depends on it.
  @BeforeEach
  void pair() throws IOException {
    Command.of("chmod", "755", place.toString()).succeed();
    data = place.resolve("data");
    volary = DockedVolary.in(place.resolve("depot"), daemon);
    server = DockerPostgres.start(daemon, "db", data, compose("db"));
    daemon
        .docker(
            "run",
            "-d",
            "--network=none",
            "--name=app",
            "--stop-timeout=1",
            "--label=com.docker.compose.project=shop",
            "--label=com.docker.compose.service=app",
            "--label=com.docker.compose.depends_on=db:service_started:false",
            "-v=" + data + ":/data:ro",
            DockerImages.BUSYBOX,
            "sleep",
            "100000")
        .succeed();
    server.sql("create table v (n int); insert into v values (1)");
    Files.writeString(data.resolve("zz-note"), "main");
    volary.ok("init", data.toString(), "--name", "shop");
    volary.ok("-C", "shop", "commit", "-m", "one");
    volary.ok("-C", "shop", "switch", "-c", "other");
    server.sql("update v set n = 2");
    Files.writeString(data.resolve("zz-note"), "other");
    volary.ok("-C", "shop", "commit", "-m", "two");
  }

  private static String[] compose(String service) {
    return new String[] {
      "--label=com.docker.compose.project=shop", "--label=com.docker.compose.service=" + service
    };
  }

  @AfterEach
  void remove() {
    Command.of("chattr", "-i", data.resolve("zz-note").toString()).run();
    daemon.docker("rm", "-f", "db", "app").run();
  }

  @Test
  void containersAreNamedOrComeBackOnTheOtherBranch() {
    assertThat(volary.refused(4, "-C", "shop", "switch", "main"))
        .contains("db")
        .contains("app")
        .contains("--restart");
    assertThat(volary.refused(4, "-C", "shop", "restore", data.resolve("zz-note").toString()))
        .contains("containers");
    assertThat(volary.refused(4, "-C", "shop", "reset", "--hard", "main")).contains("--restart");
    assertThat(server.sql("select n from v")).isEqualTo("2");

    volary.ok("-C", "shop", "switch", "--restart", "--discard", "main");
    server.awaitReady();
    assertThat(server.sql("select n from v")).isEqualTo("1");
    assertThat(started("db")).isLessThan(started("app"));

    // A commit that says it was written by something else.
    volary.ok(
        "-C",
        "shop",
        "label",
        "other",
        "image=postgres:9",
        "image-digest=sha256:0123",
        "image-id=sha256:0123");

    Outcome reset =
        volary.command("-C", "shop", "reset", "--restart", "--hard", "other").run().expect(0);
    assertThat(reset.err()).contains("written by postgres:9").contains("postgres:test");
    server.awaitReady();
    assertThat(server.sql("select n from v")).isEqualTo("2");
  }

  @Test
  void aChangeThatIsRefusedLetsThemGoOn() {
    // What it writes when it is stopped is in no commit.
    assertThat(volary.refused(4, "-C", "shop", "switch", "--restart", "main"))
        .contains("uncommitted");
    oldDataIsServed();
  }

  @Test
  void aChangeThatFailsHalfwayIsUndoneAndTheyComeBack() {
    Command.of("chattr", "+i", data.resolve("zz-note").toString()).succeed();
    assertThat(volary.refused(5, "-C", "shop", "switch", "--restart", "--discard", "main"))
        .contains("zz-note")
        .contains("old data");
    Command.of("chattr", "-i", data.resolve("zz-note").toString()).succeed();
    oldDataIsServed();
    assertThat(data.resolve("zz-note")).hasContent("other");
    assertThat(volary.ok("-C", "shop", "list")).contains("other");
  }

  @Test
  void afterAKillTheyAreStartedByGoingOnOrBack() {
    killed();
    assertThat(volary.refused(4, "-C", "shop", "switch", "--restart", "--discard", "main"))
        .contains("interrupted")
        .contains("--continue");
    volary.ok("-C", "shop", "switch", "--abort");
    oldDataIsServed();

    killed();
    volary.ok("-C", "shop", "switch", "--continue");
    server.awaitReady();
    assertThat(state("app")).isEqualTo("running");
    volary.refused(4, "-C", "shop", "switch", "--continue");
  }

  /// As soon as the database is stopped.
  private void killed() {
    Command.Running change =
        volary.command("-C", "shop", "switch", "--restart", "--discard", "main").start();
    Await.until(() -> state("db").equals("exited"));
    change.process().destroyForcibly();
    change.await(Duration.ofMinutes(1));
    assertThat(state("app")).isEqualTo("exited");
  }

  private void oldDataIsServed() {
    assertThat(state("app")).isEqualTo("running");
    assertThat(state("db")).isEqualTo("running");
    server.awaitReady();
    assertThat(server.sql("select n from v")).isEqualTo("2");
  }

  private static String state(String name) {
    return daemon.docker("inspect", "-f", "{{.State.Status}}", name).succeed().out().strip();
  }

  private static String started(String name) {
    return daemon.docker("inspect", "-f", "{{.State.StartedAt}}", name).succeed().out().strip();
  }
}
