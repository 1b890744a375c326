package dev.volary.cli.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volary.fixtures.docker.DockerDaemon;
import dev.volary.fixtures.docker.DockerImages;
import dev.volary.fixtures.process.Command;
import dev.volary.fixtures.process.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Docker volumes that are versioned, cloned into and given back, on a real engine.
final class DockerAdoptIT {
  private static DockerDaemon daemon;

  @TempDir private Path temp;
  private DockedVolary volary;

  @BeforeAll
  static void engine() {
    DockerDaemon.objection().ifPresent(reason -> assumeTrue(false, reason));
    daemon = DockerDaemon.start();
    DockerImages.busybox(daemon);
  }

  @AfterAll
  static void end() {
    if (daemon != null) {
      daemon.close();
    }
  }

  /// A Docker volume with two commits.
  @BeforeEach
  void versioned() {
    volary = DockedVolary.in(temp.resolve("depot"), daemon);
    sh("shop_data", "mkdir /data/db; echo one >/data/db/f; ln /data/db/f /data/db/g");
    volary.ok("init", "--docker", "shop_data");
    volary.ok("-C", "shop_data", "commit", "-m", "first");
    sh("shop_data", "echo two >/data/db/f; chown 7:8 /data/db/f; chmod 711 /data");
    volary.ok("-C", "shop_data", "commit", "-m", "second");
  }

  @AfterEach
  void remove() {
    docker("volume", "ls", "--quiet").lines().forEach(name -> docker("volume", "rm", name));
  }

  private static String docker(String... words) {
    return daemon.docker(words).run().expect(0).out().strip();
  }

  private static String sh(String volume, String script) {
    return docker(
        "run",
        "--rm",
        "--network=none",
        "--volume=" + volume + ":/data",
        DockerImages.BUSYBOX,
        "sh",
        "-c",
        script);
  }

  private static String shown(String volume) {
    return sh(volume, "cd /data; ls -lnR | grep -v total; cat db/f; stat -c %a,%u,%g .");
  }

  @Test
  void aVolumeIsVersionedWhereItIs() {
    assertThat(volary.ok("list")).contains("shop_data", "volumes/shop_data/_data");
    assertThat(volary.refused(3, "init", "--docker", "shop-data"))
        .contains("did you mean shop_data");
    assertThat(volary.refused(3, "init", "--docker", "data")).contains("did you mean shop_data");
    assertThat(volary.refused(4, "init", "--docker", "shop_data")).contains("shop_data");
    volary.ok("-C", "shop_data", "switch", "-c", "old", "main~1");
    assertThat(sh("shop_data", "cat /data/db/f")).isEqualTo("one");
  }

  @Test
  void aCloneLivesInAVolumeThatIsNewOrEmpty() {
    String url = temp.resolve("depot/shop_data").toString();
    DockedVolary other = DockedVolary.in(temp.resolve("other"), daemon);
    other.ok("clone", url, "one", "--docker", "fresh");
    assertThat(shown("fresh")).isEqualTo(shown("shop_data"));
    sh("fresh", "echo three >/data/db/f");
    other.ok("-C", "one", "commit", "-m", "third");
    assertThat(other.ok("-C", "one", "status", "--porcelain")).isEmpty();

    docker("volume", "create", "empty");
    other.ok("clone", url, "two", "--docker", "empty");
    assertThat(shown("empty")).isEqualTo(shown("shop_data"));

    sh("full", "echo mine >/data/f");
    assertThat(other.refused(4, "clone", url, "three", "--docker", "full")).contains("not empty");
    assertThat(sh("full", "cat /data/f")).isEqualTo("mine");
    assertThat(other.refused(2, "clone", url, "--docker", "x", "--to", "y")).contains("--to");
    other.refused(3, "clone", temp.resolve("depot/nosuch").toString(), "--docker", "never");
    assertThat(docker("volume", "ls", "--quiet").lines())
        .containsExactlyInAnyOrder("empty", "fresh", "full", "shop_data");
  }

  @Test
  void aPlainVolumeIsMadeOfACommit() {
    volary.ok("eject", "shop_data", "--docker", "plain");
    assertThat(shown("plain")).isEqualTo(shown("shop_data"));
    assertThat(volary.refused(4, "eject", "shop_data", "--docker", "plain")).contains("plain");
    assertThat(volary.refused(3, "eject", "shop_data@nosuch", "--docker", "no")).contains("nosuch");
    assertThat(volary.refused(3, "eject", "shop_data:nosuch", "--docker", "no")).contains("nosuch");
    volary.ok("eject", "shop_data@main~1:db", "--docker", "part");
    assertThat(sh("part", "cat /data/f /data/g")).isEqualTo("one\none");
    assertThat(volary.ok("list", "--quiet")).isEqualTo("shop_data");

    volary.ok("eject", "shop_data", "--docker", "last", "--remove");
    assertThat(volary.ok("list", "--quiet")).isEmpty();
    assertThat(sh("shop_data", "cat /data/db/f")).isEqualTo("two");
    assertThat(shown("last")).isEqualTo(shown("plain"));
    volary.ok("trash", "restore", "shop_data");
    assertThat(volary.ok("-C", "shop_data", "status", "--porcelain")).isEmpty();
    assertThat(docker("volume", "ls", "--quiet").lines())
        .containsExactlyInAnyOrder("last", "part", "plain", "shop_data");
  }

  @Test
  void aCopySaysWhenOtherImagesAreHere() {
    String told = "this data was written by";
    docker(
        "run",
        "-d",
        "--network=none",
        "--name=app",
        "-v=shop_data:/data",
        DockerImages.BUSYBOX,
        "sleep",
        "1000");
    docker("exec", "app", "sh", "-c", "echo three >/data/db/f");
    volary.ok("-C", "shop_data", "commit", "-m", "third");
    docker("commit", "--change=ENV PG_MAJOR=17", "app", "pg:17");
    assertThat(said("-C", "shop_data", "worktree", "add", temp.resolve("a") + "", "-d", "main"))
        .doesNotContain(told);
    volary.ok(
        "-C",
        "shop_data",
        "label",
        "main",
        "image=busybox:test",
        "image-digest=sha256:0123",
        "image-id=sha256:0123");
    assertThat(said("-C", "shop_data", "worktree", "add", temp.resolve("b") + "", "-d", "main"))
        .contains(told, "busybox:test (sha256:0123)", "runs on this volume");
    docker("rm", "-f", "app");
    assertThat(said("-C", "shop_data", "fork", "main", "other", temp.resolve("c") + ""))
        .contains(told, "busybox:test is another image here");
    DockedVolary other = DockedVolary.in(temp.resolve("other"), daemon);
    String url = temp.resolve("depot/shop_data").toString();
    assertThat(other.command("clone", url, "--to", temp.resolve("d") + "").run().expect(0).err())
        .contains(told, "busybox:test is another image here");
    volary.ok("-C", "shop_data", "label", "main", "image=gone:1");
    assertThat(said("-C", "shop_data", "worktree", "add", temp.resolve("e") + "", "-d", "main"))
        .as("nothing to compare with")
        .doesNotContain(told);
    volary.ok("-C", "shop_data", "label", "main", "image=pg:17", "postgres=9");
    assertThat(said("-C", "shop_data", "worktree", "add", temp.resolve("f") + "", "-d", "main"))
        .contains("PostgreSQL 9's, but pg:17 is PostgreSQL 17");
  }

  @Test
  void aRollbackWaitsUntilContainersAreHealthy() {
    docker(
        "run",
        "-d",
        "--network=none",
        "--name=app",
        "--stop-timeout=1",
        "--health-cmd=grep -q one /data/db/f",
        "--health-interval=200ms",
        "-v=shop_data:/data",
        DockerImages.BUSYBOX,
        "sleep",
        "1000");
    String[] back = {"-C", "shop_data", "rollback", "main~1", "--restart", "--wait-healthy"};
    volary.ok(with(back, "60s"));
    assertThat(docker("inspect", "-f", "{{.State.Health.Status}}", "app")).isEqualTo("healthy");
    assertThat(volary.refused(10, with(back, "1s")))
        .contains("undo: volary rollback")
        .contains("app was not healthy after");
    assertThat(docker("exec", "app", "cat", "/data/db/f")).isEqualTo("two");
    docker("rm", "-f", "app");
    volary.ok(with(back, "1s"));
  }

  @Test
  void containersStartThoughTheirImageIsGoneMeanwhile() {
    String shop = "--label=com.docker.compose.project=shop";
    String[] web = {"app", "db:service_started:false", "gone:1", "exec sleep 1000"};
    String[] base = {"db", "", DockerImages.BUSYBOX, "trap '' TERM; while :; do sleep 1; done"};
    docker("create", "--name=other", DockerImages.BUSYBOX);
    docker("commit", "other", "gone:1");
    docker("rm", "other");
    for (String[] one : new String[][] {base, web}) {
      docker(
          "run",
          "-d",
          "--network=none",
          "--name=" + one[0],
          "--stop-timeout=3",
          "-v=shop_data:/data",
          shop,
          "--label=com.docker.compose.service=" + one[0],
          "--label=com.docker.compose.depends_on=" + one[1],
          one[2],
          "sh",
          "-c",
          one[3]);
    }
    Command.Running change =
        volary.command("-C", "shop_data", "rollback", "main~1", "--restart").start();
    Await.until(() -> !state("app").equals("running"));
    docker("rmi", "-f", "gone:1");
    Outcome outcome = change.await(Duration.ofMinutes(2)).expect(0);
    assertThat(outcome.err()).contains("could not be found out");
    assertThat(state("db") + " " + state("app")).isEqualTo("running running");
    assertThat(docker("exec", "db", "cat", "/data/db/f")).isEqualTo("one");
    docker("rm", "-f", "app", "db");
  }

  @Test
  void aDependentIsStartedWhenWhatItNeedsIsHealthy() {
    String[] db = {"db", "", "sleep 4; touch /tmp/ready; sleep 1000"};
    String[] web = {"app", "db:service_healthy:false", "sleep 1000"};
    for (String[] one : new String[][] {db, web}) {
      docker(
          "run",
          "-d",
          "--network=none",
          "--name=" + one[0],
          "--stop-timeout=1",
          "--health-cmd=test -e /tmp/ready",
          "--health-interval=200ms",
          "-v=shop_data:/data",
          "--label=com.docker.compose.project=shop",
          "--label=com.docker.compose.service=" + one[0],
          "--label=com.docker.compose.depends_on=" + one[1],
          DockerImages.BUSYBOX,
          "sh",
          "-c",
          "rm -f /tmp/ready; " + one[2]);
    }
    volary.ok("-C", "shop_data", "rollback", "main~1", "--restart");
    assertThat(docker("inspect", "-f", "{{.State.Health.Status}}", "db")).isEqualTo("healthy");
    assertThat(Duration.between(started("db"), started("app")))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(4));
    docker("rm", "-f", "app", "db");
  }

  private static Instant started(String name) {
    return Instant.parse(docker("inspect", "-f", "{{.State.StartedAt}}", name));
  }

  private static String state(String name) {
    return docker("inspect", "-f", "{{.State.Status}}", name);
  }

  private static String[] with(String[] words, String last) {
    String[] more = java.util.Arrays.copyOf(words, words.length + 1);
    more[words.length] = last;
    return more;
  }

  private String said(String... words) {
    return volary.command(words).run().expect(0).err();
  }
}
