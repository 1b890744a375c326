package dev.volary.cli.docker.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.fixtures.docker.DockerDaemon;
import dev.volary.fixtures.docker.DockerImages;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the engine has, and what it is told to do, on a real one.
final class EngineTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static DockerDaemon daemon;
  private static Engine engine;

  @BeforeAll
  static void begin() throws IOException {
    DockerDaemon.objection().ifPresent(reason -> assumeTrue(false, reason));
    daemon = DockerDaemon.start();
    DockerImages.busybox(daemon);
    engine = Engine.connect(new EngineSocket(daemon.socket()));
  }

  @AfterAll
  static void end() {
    if (engine != null) {
      engine.close();
    }
    if (daemon != null) {
      daemon.close();
    }
  }

  private static String run(String... arguments) {
    List<String> words =
        new java.util.ArrayList<>(List.of("run", "-d", "--network=none", "--stop-timeout=5"));
    words.addAll(List.of(arguments));
    return daemon.docker(words.toArray(String[]::new)).succeed().out().strip();
  }

  @Test
  void listsContainersWithWhatTheyMount(@TempDir Path folder) throws IOException {
    String id =
        run(
            "--name=lister",
            "--label=com.docker.compose.project=shop",
            "--label=com.docker.compose.depends_on=db:service_started:true,cache:service_healthy:false",
            "-v=" + folder + ":/bound:ro",
            "-v=named:/named",
            DockerImages.BUSYBOX,
            "sleep",
            "1000");
    Container container =
        engine.containers(false).stream().filter(c -> c.id().equals(id)).findFirst().orElseThrow();
    assertThat(container.name()).isEqualTo("lister");
    assertThat(container.alive()).isTrue();
    assertThat(container.project()).contains("shop");
    assertThat(container.dependencies()).containsExactly("db", "cache");
    assertThat(container.mounts())
        .contains(
            new Mount(
                "bind", Optional.empty(), folder.toString(), "/bound", Optional.empty(), false),
            new Mount(
                "volume",
                Optional.of("named"),
                engine.volume("named").mountpoint(),
                "/named",
                Optional.of("local"),
                true));
  }

  @Test
  void looksCloser() throws IOException {
    run("--name=closer", "-e=SECRET=x", "-p=15432:5432", DockerImages.BUSYBOX, "sleep", "1000");
    ContainerDetails details = engine.container("closer");
    assertThat(details.variable("SECRET")).contains("x");
    assertThat(details.pid()).isPositive();
    assertThat(details.networks()).containsExactly("none");
    assertThat(details.ports())
        .containsExactly(new Port(5432, "tcp", Optional.empty(), Optional.of(15432)));
    Image image = engine.image(details.container().imageId());
    assertThat(image.tags()).containsExactly(DockerImages.BUSYBOX);
    assertThat(image.id()).startsWith("sha256:");
  }

  @Test
  void pausesAndLetsGoOn() throws IOException {
    run("--name=pauser", DockerImages.BUSYBOX, "sleep", "1000");
    engine.pause("pauser", LIMIT);
    assertThat(engine.container("pauser").container().state()).isEqualTo("paused");
    assertThat(fault(() -> engine.pause("pauser", LIMIT))).isEqualTo(Fault.CONFLICT);
    engine.unpause("pauser");
    assertThat(engine.container("pauser").container().state()).isEqualTo("running");
  }

  @Test
  void stopsAndStartsAgain() throws IOException {
    run(
        "--name=stopper",
        DockerImages.BUSYBOX,
        "sh",
        "-c",
        "trap 'exit 7' TERM; while :; do sleep 1; done");
    engine.stop("stopper");
    engine.stop("stopper");
    assertThat(engine.container("stopper").exitCode()).isEqualTo(7);
    assertThat(engine.containers(false)).noneMatch(c -> c.name().equals("stopper"));
    assertThat(engine.containers(true)).anyMatch(c -> c.name().equals("stopper"));
    engine.start("stopper");
    engine.awaitHealthy("stopper", LIMIT);
  }

  @Test
  void waitsForHealth() throws IOException {
    run(
        "--name=patient",
        "--health-cmd=test -e /tmp/well",
        "--health-interval=1s",
        DockerImages.BUSYBOX,
        "sh",
        "-c",
        "sleep 1; touch /tmp/well; exec sleep 1000");
    engine.awaitHealthy("patient", LIMIT);
    assertThat(engine.container("patient").health()).contains("healthy");
  }

  @Test
  void runsProgramsInside() throws IOException {
    run("--name=runner", DockerImages.BUSYBOX, "sleep", "1000");
    ExecOutcome outcome =
        engine.exec("runner", ExecRequest.of(LIMIT, "sh", "-c", "echo out; echo err >&2; exit 3"));
    assertThat(outcome).isEqualTo(new ExecOutcome(3, "out\n", "err\n"));
    assertThat(
            fault(
                () -> engine.exec("runner", ExecRequest.of(Duration.ofSeconds(1), "sleep", "60"))))
        .isEqualTo(Fault.BUSY);
  }

  @Test
  void makesAndRemovesVolumes() throws IOException {
    engine.createVolume(EngineVolume.wanted("made", "local", Map.of()));
    assertThat(engine.volumes())
        .anyMatch(v -> v.name().equals("made") && v.driver().equals("local"));
    engine.removeVolume("made");
    assertThat(engine.volumes()).noneMatch(v -> v.name().equals("made"));
    assertThat(fault(() -> engine.volume("made"))).isEqualTo(Fault.NOT_FOUND);
  }

  @Test
  void saysWhatIsWrong(@TempDir Path folder) {
    EngineSocket none = new EngineSocket(folder.resolve("none.sock"));
    assertThat(none.answers()).isFalse();
    assertThatThrownBy(() -> Engine.connect(none))
        .isInstanceOf(VolaryException.class)
        .hasMessageContaining("no Docker Engine answers at " + none);
    assertThatThrownBy(() -> EngineSocket.of(Map.of("DOCKER_HOST", "tcp://example.org:2375")))
        .hasMessageContaining("unix:///PATH");
    assertThatThrownBy(() -> engine.container("nobody"))
        .hasMessageContaining("No such container: nobody");
    assertThat(new EngineSocket(daemon.socket()).answers()).isTrue();
  }

  private static Fault fault(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return org.assertj.core.api.Assertions.catchThrowableOfType(VolaryException.class, call)
        .fault();
  }
}
