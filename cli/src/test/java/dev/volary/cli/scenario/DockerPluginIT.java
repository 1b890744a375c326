package dev.volary.cli.scenario;

import static dev.volary.cli.scenario.OfferedVolumes.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volary.fixtures.Mounts;
import dev.volary.fixtures.data.PagedFile;
import dev.volary.fixtures.docker.DockerDaemon;
import dev.volary.fixtures.docker.DockerImages;
import dev.volary.fixtures.postgres.PostgresCluster;
import dev.volary.fixtures.process.Command;
import dev.volary.fixtures.process.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The volume plugin under a real Docker Engine.
final class DockerPluginIT {
  private static Optional<DockerDaemon> started = Optional.empty();

  private Path folder;
  private Volary volary;
  private OfferedVolumes plugin;

  @BeforeAll
  static void engine() {
    Optional<String> objection = DockerDaemon.objection();
    assumeTrue(objection.isEmpty(), () -> objection.orElse(""));
    assumeTrue(Command.available("curl"), "curl is not installed");
    started = Optional.of(DockerDaemon.start());
    DockerImages.busybox(started.get());
  }

  @AfterAll
  static void end() {
    started.ifPresent(DockerDaemon::close);
  }

  @BeforeEach
  void plugin() throws IOException {
    folder = Files.createTempDirectory(Path.of("/var/tmp"), "volary-plugin");
    volary = Volary.in(folder.resolve("depot"));
    plugin = OfferedVolumes.start(volary);
  }

  @AfterEach
  void clean() throws IOException {
    docker("ps", "--all", "--quiet").out().lines().forEach(id -> docker("rm", "--force", id));
    docker("volume", "ls", "--quiet").out().lines().forEach(name -> docker("volume", "rm", name));
    plugin.close();
    // The shared checkout that copies lie over is protected by a mount of its own.
    Mounts.takeOff(folder);
    Command.of("rm", "-rf", "--one-file-system", folder.toString()).succeed();
  }

  private static DockerDaemon daemon() {
    return started.orElseThrow();
  }

  private static Outcome docker(String... words) {
    return daemon().docker(words).run();
  }

  private static String ok(String... words) {
    return docker(words).expect(0).out().strip();
  }

  private String create(String name, String... options) {
    List<String> words = new ArrayList<>(List.of("volume", "create", "-d", plugin.driver()));
    for (String option : options) {
      words.addAll(List.of("-o", option));
    }
    words.add(name);
    return ok(words.toArray(String[]::new));
  }

  private String sh(String volume, String script) {
    return ok(run("--rm", volume, script));
  }

  private void start(String container, String volume) {
    ok(run("--detach", volume, "trap exit TERM; while :; do sleep 0.1; done", "--name", container));
  }

  private String[] run(String manner, String volume, String script, String... more) {
    List<String> words = new ArrayList<>(List.of("run", manner, "--network", "none"));
    words.addAll(List.of(more));
    words.addAll(List.of("--volume-driver", plugin.driver(), "--volume", volume + ":/data"));
    words.addAll(List.of(DockerImages.BUSYBOX, "sh", "-c", script));
    return words.toArray(String[]::new);
  }

  private String inspect(String volume, String format) {
    return ok("volume", "inspect", "--format", format, volume);
  }

  private Path live() {
    return folder.resolve("depot-live");
  }

  @Test
  void aVolumeIsMadeUsedSharedAndRemoved() {
    assertThat(create("pgdata")).isEqualTo("pgdata");
    sh("pgdata", "echo one >/data/f");
    volary.ok("-C", "pgdata", "commit", "-m", "first");
    start("first", "pgdata");
    start("second", "pgdata");
    ok("exec", "first", "sh", "-c", "echo two >>/data/f");
    assertThat(ok("exec", "second", "cat", "/data/f")).isEqualTo("one\ntwo");
    assertThat(inspect("pgdata", "{{.Status.branch}} {{.Status.changes}} {{.Status.mounts}}"))
        .isEqualTo("main changed 2");
    assertThat(docker("volume", "rm", "pgdata").exitCode()).isNotZero();
    ok("stop", "first", "second");
    assertThat(inspect("pgdata", "{{.Status.mounts}}")).isEqualTo("<no value>");
    ok("rm", "first", "second");
    assertThat(ok("volume", "ls", "--quiet")).isEqualTo("pgdata");
    ok("volume", "rm", "pgdata");
    assertThat(ok("volume", "ls", "--quiet")).isEmpty();
    await("removed", () -> volary.ok("list", "--quiet").isEmpty());
    assertThat(volary.ok("trash", "list")).contains("pgdata");
    assertThat(live().resolve("pgdata")).doesNotExist();
    volary.ok("trash", "restore", "pgdata");
    assertThat(sh("pgdata", "cat /data/f")).isEqualTo("one\ntwo");
  }

  @Test
  void aStateIsNamedOrRefused() {
    create("pgdata");
    sh("pgdata", "echo one >/data/f");
    volary.ok("-C", "pgdata", "commit", "-m", "first");
    volary.ok("-C", "pgdata", "tag", "v1");
    volary.ok("-C", "pgdata", "branch", "feature/a");
    start("parent", "pgdata");
    start("branch", "pgdata@feature~a");
    ok("exec", "branch", "sh", "-c", "echo changed >/data/f");
    assertThat(ok("exec", "parent", "cat", "/data/f")).isEqualTo("one");
    assertThat(ok("exec", "branch", "cat", "/data/f")).isEqualTo("changed");
    assertThat(inspect("pgdata@feature~a", "{{.Status.branch}}")).isEqualTo("feature/a");
    for (String wrong : List.of("pgdata@nosuch", "pgdat@v1", "no/slash")) {
      Outcome refused = docker(run("--rm", wrong, "true"));
      assertThat(refused.exitCode()).as(wrong).isNotZero();
    }
    assertThat(ok("volume", "ls", "--quiet").lines()).containsExactly("pgdata", "pgdata@feature~a");
    assertThat(volary.ok("list", "--quiet").lines()).containsExactly("pgdata");
  }

  @Test
  void aScratchMountLeavesNoTraceAndAReadOnlyOneIsReadOnly() {
    create("pgdata");
    sh("pgdata", "mkdir /data/d; echo one >/data/d/f");
    volary.ok("-C", "pgdata", "commit", "-m", "first");
    volary.ok("-C", "pgdata", "tag", "v1");
    String before = volary.ok("worktree", "list");
    String reflog = volary.ok("-C", "pgdata", "reflog");
    assertThat(sh("pgdata@v1", "echo two >/data/d/f; rm -r /data/d; touch /data/x; ls /data"))
        .isEqualTo("x");
    await("gone", () -> volary.ok("worktree", "list").equals(before));
    await("gone", () -> !Files.exists(live().resolve("pgdata@v1")));
    assertThat(volary.ok("-C", "pgdata", "reflog")).isEqualTo(reflog);
    assertThat(sh("pgdata@v1", "cat /data/d/f")).isEqualTo("one");

    create("pgdata@main", "mode=ro");
    Outcome refused = docker(run("--rm", "pgdata@main", "cat /data/d/f; echo two >/data/d/f"));
    assertThat(refused.exitCode()).isNotZero();
    assertThat(refused.out()).isEqualTo("one\n");
    assertThat(refused.err()).contains("Read-only file system");
    await("the view is gone", () -> !Files.exists(live().resolve("views/pgdata@main")));
    assertThat(sh("pgdata", "cat /data/d/f")).isEqualTo("one");
  }

  @Test
  void pluginAndEngineMayBeStartedAnewMeanwhile() {
    create("pgdata", "autocommit=on-unmount");
    start("first", "pgdata");
    ok("exec", "first", "sh", "-c", "echo one >/data/f");
    plugin.kill();
    ok("exec", "first", "sh", "-c", "echo two >>/data/f");
    plugin.restart();
    assertThat(inspect("pgdata", "{{.Status.mounts}}")).isEqualTo("1");
    ok("exec", "first", "sh", "-c", "echo three >>/data/f");
    daemon().restart();
    ok("start", "first");
    assertThat(ok("exec", "first", "cat", "/data/f")).isEqualTo("one\ntwo\nthree");
    plugin.stop();
    plugin.restart();
    ok("stop", "first");
    ok("rm", "first");
    await("committed", () -> !inspect("pgdata", "{{.Status.head}}").equals("none"));
    await("clean", () -> inspect("pgdata", "{{.Status.changes}}").equals("clean"));
    assertThat(volary.ok("cat", "pgdata@main:f")).isEqualTo("one\ntwo\nthree");
  }

  @Test
  void aVolumeComesFromAnotherDepot() throws IOException {
    Volary other = Volary.in(folder.resolve("other"));
    Path data = Files.createDirectory(folder.resolve("data"));
    Files.writeString(data.resolve("f"), "theirs");
    other.ok("init", data.toString(), "--name", "shop");
    other.ok("-C", "shop", "commit", "-m", "first");
    other.ok("-C", "shop", "branch", "experiment");
    create("mine", "from=" + folder.resolve("other/shop"), "ref=experiment");
    assertThat(sh("mine", "cat /data/f; echo mine >/data/f")).isEqualTo("theirs");
    assertThat(inspect("mine", "{{.Status.branch}} {{.Status.changes}}"))
        .isEqualTo("experiment changed");
    assertThat(data.resolve("f")).hasContent("theirs");
    assertThat(
            docker("volume", "create", "-d", plugin.driver(), "-o", "from=/nowhere/shop", "no")
                .err())
        .contains("no depot at /nowhere");
  }

  @Test
  void aHungOrDeadPluginHangsNobodyElse() {
    create("pgdata");
    start("first", "pgdata");
    plugin.signal("STOP");
    Command.Running waiting = daemon().docker(run("--rm", "other", "echo done")).start();
    try {
      assertThat(ok("ps", "--quiet").lines()).hasSize(1);
      assertThat(ok("ps", "--all", "--format", "{{.Names}}")).contains("first");
      assertThat(ok("exec", "first", "echo", "alive")).isEqualTo("alive");
    } finally {
      plugin.signal("CONT");
    }
    Outcome waited = waiting.await(java.time.Duration.ofMinutes(2));
    assertThat(waited.expect(0).out()).isEqualTo("done\n");
    plugin.kill();
    assertThat(ok("ps", "--quiet").lines()).hasSize(1);
    assertThat(ok("exec", "first", "echo", "alive")).isEqualTo("alive");
    plugin.restart();
    assertThat(inspect("pgdata", "{{.Status.mounts}}")).isEqualTo("1");
  }

  @Test
  void aLargeVolumeIsLetGoAtOnce() throws IOException {
    create("big", "autocommit=on-unmount");
    start("first", "big");
    Path data = Path.of(inspect("big", "{{.Mountpoint}}"));
    PagedFile.write(data.resolve("pages"), 32_768, 7);
    ok("stop", "first");
    ok("rm", "first");
    await("committed", () -> !inspect("big", "{{.Status.head}}").equals("none"));
    create("big@main", "mode=scratch");
    assertThat(sh("big@main", "rm /data/pages; ls /data")).isEmpty();
    ok("volume", "rm", "big@main");
    ok("volume", "rm", "big");
    await("removed", () -> volary.ok("list", "--quiet").isEmpty());
    assertThat(create("big")).isEqualTo("big");
    assertThat(sh("big", "ls /data")).isEmpty();
  }

  @Test
  void theReadmesCommandsRunTwoServersSideBySide() throws IOException {
    assumeTrue(PostgresCluster.programs().isPresent(), "PostgreSQL is not installed");
    DockerImages.postgres(daemon());
    String script = ReadmeText.script("## Docker volumes");
    // The image has no entry point that gives the directory to the server's user.
    String own =
        "docker run --rm -u root -v pgdata:/data %s chown postgres /data\n"
            .formatted(DockerImages.POSTGRES);
    script =
        script
            .replace("-d volary pgdata\n", "-d volary pgdata\n" + own)
            .replace("docker stop db\n", ready("db") + "docker stop db\n")
            .replace("postgres:17", DockerImages.POSTGRES)
            .replace("busybox cat", DockerImages.BUSYBOX + " cat")
            .replace("docker run ", "docker run --network none ")
            .replace("-d volary", "-d " + plugin.driver())
            .replace("--volume-driver volary", "--volume-driver " + plugin.driver());
    Path file = folder.resolve("readme.sh");
    Files.writeString(file, script);
    Outcome outcome =
        volary
            .prepared(List.of("bash", file.toString()))
            .with("DOCKER_HOST", daemon().host())
            .run()
            .expect(0);
    assertThat(outcome.out()).contains("\"branch\": \"upgrade\"");
    for (String server : List.of("db", "db2")) {
      await(server, () -> psql(server, "select 1").exitCode() == 0);
      psql(server, "create table t as select '%s' as who".formatted(server)).expect(0);
    }
    for (String server : List.of("db", "db2")) {
      assertThat(psql(server, "select who from t").expect(0).out().strip()).isEqualTo(server);
    }
  }

  private static String ready(String server) {
    return "until docker exec %s psql -U postgres -c 'select 1'; do sleep 0.2; done\n"
        .formatted(server);
  }

  private static Outcome psql(String server, String statement) {
    return docker("exec", server, "psql", "-U", "postgres", "-Atc", statement);
  }

  @Test
  void systemdMayHoldTheSocket() throws IOException {
    assumeTrue(
        Command.available("systemd-socket-activate"), "systemd-socket-activate is not installed");
    plugin.stop();
    List<String> words = new ArrayList<>(List.of("systemd-socket-activate"));
    words.addAll(List.of("--listen", plugin.socket().toString()));
    for (String variable : List.of("VOLARY_HOME", "LC_ALL", "HOME", "PATH")) {
      words.addAll(List.of("--setenv", variable));
    }
    words.addAll(volary.words("docker-plugin", "--socket", plugin.socket().toString()));
    Command.Running activated = volary.prepared(words).start();
    try {
      await("it listens", () -> Files.exists(plugin.socket()));
      create("pgdata");
      assertThat(sh("pgdata", "echo one >/data/f; cat /data/f")).isEqualTo("one");
      assertThat(volary.refused(6, "docker-plugin", "--socket", plugin.socket().toString()))
          .contains("another program listens");
      ok("volume", "rm", "pgdata");
    } finally {
      activated.process().destroy();
      activated.await(java.time.Duration.ofMinutes(1));
      Files.deleteIfExists(plugin.socket());
      plugin.restart();
    }
  }
}
