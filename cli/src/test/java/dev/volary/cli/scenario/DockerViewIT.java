package dev.volary.cli.scenario;

import static dev.volary.cli.scenario.OfferedVolumes.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volary.fixtures.docker.DockerDaemon;
import dev.volary.fixtures.docker.DockerImages;
import dev.volary.fixtures.process.Command;
import dev.volary.fixtures.process.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A directory of a volume under a real Docker Engine: containers get that directory, whatever
/// others put in its place, and are found as its users.
final class DockerViewIT {
  private static final int ATTEMPTS = 5;
  private static DockerDaemon daemon;

  private OfferedScene scene;

  @BeforeAll
  static void engine() {
    DockerDaemon.objection().ifPresent(reason -> assumeTrue(false, reason));
    assumeTrue(Command.available("curl"), "curl is not installed");
    daemon = DockerDaemon.start();
    DockerImages.busybox(daemon);
  }

  @AfterAll
  static void end() {
    if (daemon != null) {
      daemon.close();
    }
  }

  @BeforeEach
  void begin() throws IOException {
    scene = OfferedScene.start(daemon);
  }

  @AfterEach
  void clean() {
    scene.close();
  }

  @Test
  void noContainerIsLedOutOfTheVolume() throws IOException {
    Path secret = Files.createDirectory(scene.folder().resolve("secret"));
    Files.writeString(secret.resolve("f"), "secret");
    scene.create("shop");
    scene.create("shop.db");
    scene.sh("shop", "mkdir /data/db; echo row >/data/db/f").expect(0);
    assertThat(scene.sh("shop.db", "cat /data/f").expect(0).out()).isEqualTo("row\n");
    scene.start(
        "swaps",
        "shop",
        "cd /data; until [ -e stop ]; do mv db aside; ln -s %s db; rm db; mv aside db; done"
            .formatted(secret));
    for (int i = 0; i < ATTEMPTS; i++) {
      Outcome outcome = scene.sh("shop.db", "cat /data/f; echo written >/data/g");
      assertThat(outcome.out()).isIn("", "row\n");
    }
    scene.sh("shop", "touch /data/stop").expect(0);
    scene.ok("wait", "swaps");
    assertThat(secret.resolve("g")).doesNotExist();
    assertThat(secret.resolve("f")).hasContent("secret");
    // Whoever was told to come again while there was so much to do comes again.
    scene.sh("shop.db", "true").expect(0);
    Path views = scene.live().resolve("views");
    await(
        () -> "no view stays: %s\n%s".formatted(names(views), scene.plugin().said()),
        () -> names(views).isEmpty());
  }

  @Test
  void whoUsesADirectoryUsesTheVolume() {
    scene.create("shop.db");
    scene.start("db", "shop.db", "exec 3>/data/f; while :; do echo row >&3; sleep 0.1; done");
    assertThat(scene.volary().ok("-C", "shop", "commit", "-m", "first", "--json"))
        .contains("\"method\":\"docker:db\"");
    assertThat(scene.ok("inspect", "--format", "{{.State.Status}}", "db")).isEqualTo("running");
    assertThat(scene.volary().refused(4, "-C", "shop", "reset", "--hard", "main"))
        .contains("db")
        .contains("--restart");
    scene.daemon().restart();
    scene.ok("start", "db");
    assertThat(scene.ok("exec", "db", "head", "-n1", "/data/f")).isEqualTo("row");
    assertThat(scene.volary().ok("cat", "shop@main:db/f")).startsWith("row");
  }

  private static List<String> names(Path directory) {
    String[] names = directory.toFile().list();
    return names == null ? List.of() : List.of(names);
  }
}
