package dev.volary.cli.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volary.fixtures.Seeds;
import dev.volary.fixtures.docker.DockerDaemon;
import dev.volary.fixtures.docker.DockerImages;
import dev.volary.fixtures.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// However a commit ends, the container it paused goes on.
///
/// `volary.docker.kills` says how often it is killed at a random moment.
final class DockerExitIT {
  private static final int KILLS = Integer.getInteger("volary.docker.kills", 6);
  private static final int IN_PAUSE = 2;

  /// Changes so much that a pause takes a while.
  private static final String WRITER =
      "while dd if=/dev/urandom of=/data/file bs=1M count=48 conv=notrunc 2>/dev/null; do :; done";

  private static DockerDaemon daemon;

  @TempDir private Path place;
  private DockedVolary volary;

  @BeforeAll
  static void begin() {
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

  @BeforeEach
  void container() throws IOException {
    Path tree = Files.createDirectories(place.resolve("tree"));
    volary = DockedVolary.in(place.resolve("depot"), daemon);
    volary.ok("init", tree.toString(), "--name", "data");
    daemon.docker("rm", "-f", "writer").run();
    daemon
        .docker(
            "run",
            "-d",
            "--network=none",
            "--name=writer",
            "-v=" + tree + ":/data",
            DockerImages.BUSYBOX,
            "sh",
            "-c",
            WRITER)
        .succeed();
    Await.until(() -> Files.exists(tree.resolve("file")));
    assertThat(volary.ok("-C", "data", "commit", "-m", "first")).contains("docker:writer");
  }

  private static String state() {
    return daemon.docker("inspect", "-f", "{{.State.Status}}", "writer").succeed().out().strip();
  }

  /// A command that is killed may have asked for the pause without the engine having heard it yet:
  /// it must go on after a while, and then stay so.
  private static void goesOn() {
    Await.until(() -> state().equals("running"));
    Await.until(DockerExitIT::noWatchdogLeft);
    assertThat(state()).isEqualTo("running");
  }

  private static boolean noWatchdogLeft() {
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      return all.map(process -> process.info().arguments().map(List::of).orElse(List.of()))
          .noneMatch(words -> words.contains("watchdog") && words.contains("" + daemon.socket()));
    }
  }

  @Test
  void killedAtRandomMoments() {
    Seeds.each(
        KILLS,
        (RandomGenerator random) -> {
          Command.Running commit = volary.command("-C", "data", "commit", "-m", "cut").start();
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(3000)));
          end(commit, random.nextBoolean());
          goesOn();
        });
  }

  @Test
  void killedInThePause() {
    killedInThePause(List.of());
  }

  @Test
  void killedInThePauseWhereNothingButThisProgramCanSpeakToTheEngine() throws IOException {
    Path programs = Files.createDirectory(place.resolve("programs"));
    Command.of("sh", "-c", "ln -s /usr/bin/* /bin/* \"$0\" 2>/dev/null; true", "" + programs)
        .succeed();
    for (String name : List.of("curl", "docker")) {
      Files.deleteIfExists(programs.resolve(name));
    }
    killedInThePause(List.of("env", "PATH=" + programs));
    Command.of("rm", "-r", programs.toString()).succeed();
  }

  private void killedInThePause(List<String> under) {
    int paused = 0;
    for (int i = 0; paused < IN_PAUSE; i++) {
      assertThat(i).as("commits whose pause was missed").isLessThan(20);
      List<String> words = new ArrayList<>(under);
      Command.Running commit =
          volary
              .command("-C", "data", "commit", "-m", "cut")
              .under(words.toArray(String[]::new))
              .start();
      Await.until(() -> !commit.process().isAlive() || state().equals("paused"));
      paused += end(commit, i % 2 == 0) ? 1 : 0;
      goesOn();
    }
    Await.until(DockerExitIT::noWatchdogAsks);
    assertThat(volary.ok("-C", "data", "commit", "-m", "whole")).contains("docker:writer");
    volary.ok("fsck");
  }

  /// For some seconds after a commit was killed its watchdog lets the container go on, which would
  /// break into the next pause.
  private static boolean noWatchdogAsks() {
    return ProcessHandle.allProcesses()
        .noneMatch(
            process -> process.info().commandLine().orElse("").contains("docker.pause.Unpause"));
  }

  /// Returns whether it was there to be killed, as `kill -9` does or as Ctrl-C.
  private static boolean end(Command.Running commit, boolean hard) {
    boolean alive = commit.process().isAlive();
    Command.of("kill", hard ? "-KILL" : "-INT", "" + commit.process().pid()).run();
    commit.await(java.time.Duration.ofMinutes(1));
    return alive;
  }

  @Test
  void aCommitThatFailsInThePauseLetsGo() {
    String refusal =
        volary.refused(
            10, "-C", "data", "commit", "-m", "no", "--pause", "writer", "--before", "false");
    assertThat(refusal).contains("false");
    goesOn();
    volary.refused(3, "-C", "data", "commit", "-m", "no", "--pause", "nobody");
    goesOn();
  }

  @Test
  void whatIsPausedAlreadyStaysSo() {
    daemon.docker("pause", "writer").succeed();
    assertThat(volary.ok("-C", "data", "commit", "-m", "paused by hand")).contains("docker:writer");
    assertThat(state()).isEqualTo("paused");
    daemon.docker("unpause", "writer").succeed();
  }
}
