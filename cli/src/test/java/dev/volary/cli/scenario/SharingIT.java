package dev.volary.cli.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.fixtures.Seeds;
import dev.volary.fixtures.process.Command;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two people with a depot each: over one disk, over the network, and killed at any moment.
final class SharingIT {
  private static final int ROUNDS = 4;
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @TempDir Path temp;
  private Volary anna;
  private Volary ben;
  private Path hers;
  private Path his;

  @BeforeEach
  void aVolume() throws IOException {
    hers = Files.createDirectory(temp.resolve("hers"));
    his = temp.resolve("his");
    anna = Volary.in(temp.resolve("depot-anna")).at(hers);
    ben = Volary.in(temp.resolve("depot-ben")).at(temp);
    fill(hers, Seeds.generator(1), 200);
    anna.ok("init", "--name", "pgdata");
    anna.ok("commit", "-m", "first", "--label", "stage=seed");
    anna.ok("tag", "-m", "known good", "v1");
  }

  private static void fill(Path tree, RandomGenerator random, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      Path folder = Files.createDirectories(tree.resolve("d" + i % 7));
      Files.write(folder.resolve("f" + i), Seeds.bytes(random, 1 + random.nextInt(40_000)));
    }
  }

  private void requireSame() {
    requireSame(his);
  }

  private void requireSame(Path copy) {
    String difference = Command.of("diff", "-r", hers.toString(), copy.toString()).run().out();
    assertThat(difference).isEmpty();
  }

  private void requireSound() {
    assertThat(anna.ok("fsck")).contains("sound");
    assertThat(ben.ok("fsck")).contains("sound");
  }

  @Test
  void overOneDisk() throws IOException {
    String url = anna.depot().resolve("pgdata").toString();
    assertThat(ben.ok("clone", url, "--to", his.toString())).contains("volume pgdata cloned");
    requireSame();
    assertThat(ben.ok("tag")).contains("v1");
    assertThat(ben.ok("-C", "pgdata", "log", "-q", "--label", "stage=seed").lines()).hasSize(1);

    Volary there = ben.at(his);
    Files.writeString(his.resolve("by-ben"), "one");
    there.ok("commit", "-m", "by ben");
    assertThat(there.run("push").expect(4).out())
        .containsPattern(" ! \\[remote rejected] +main -> main \\(.*live.*\\)");
    assertThat(there.ok("push", "origin", "main:ben"))
        .containsPattern("\\[new branch] +main -> ben");
    assertThat(anna.ok("ls", "ben")).contains("by-ben");

    Files.writeString(hers.resolve("by-anna"), "two");
    anna.ok("commit", "-m", "by anna", "--label", "stage=next");
    anna.ok("tag", "v2");
    assertThat(there.refused(4, "pull"))
        .contains("gone apart")
        .contains("reset --hard origin/main");
    assertThat(his.resolve("by-anna")).doesNotExist();
    there.ok("reset", "--hard", "origin/main");
    requireSame();
    assertThat(there.ok("tag")).contains("v2");
    assertThat(there.ok("log", "-q", "--label", "stage=next").lines()).hasSize(1);

    Files.writeString(hers.resolve("by-anna"), "three");
    anna.ok("commit", "-m", "more");
    assertThat(there.ok("pull")).contains("main -> origin/main");
    requireSame();
    assertThat(there.run("push", "origin", "main:ben").expect(4).out())
        .contains("non-fast-forward");
    assertThat(there.ok("push", "--force-with-lease", "origin", "main:ben"))
        .contains("forced update");
    requireSound();
  }

  @Test
  void overTheNetworkByInvitation() throws IOException {
    String port = String.valueOf(freePort());
    String invitation;
    try (Serving serving = serve(port)) {
      invitation = serving.invitation();
      assertThat(ben.ok("clone", invitation, "--to", his.toString())).contains("cloned");
      requireSame();
      assertThat(ben.refused(4, "clone", invitation, "--to", temp.resolve("more").toString()))
          .contains("already");
      Volary carl = Volary.in(temp.resolve("depot-carl")).at(temp);
      assertThat(carl.refused(5, "clone", invitation, "--no-checkout")).contains("ask for another");
      Files.writeString(his.resolve("by-ben"), "one");
      ben.at(his).ok("commit", "-m", "by ben");
      ben.at(his).refused(5, "push", "origin", "main:ben");
      serving.stop();
    }
    assertThat(ben.refused(7, "-C", "pgdata", "fetch")).contains("volary serve");
    Files.writeString(hers.resolve("by-anna"), "two");
    anna.ok("commit", "-m", "by anna");
    try (Serving serving = serve(port, "--writable")) {
      ben.at(his).ok("push", "origin", "main:ben");
      ben.at(his).refused(4, "pull");
      ben.at(his).ok("reset", "--hard", "origin/main");
      requireSame();
      serving.stop();
    }
    assertThat(anna.ok("ls", "ben")).contains("by-ben");
    requireSound();
  }

  @Test
  void aClientKilledAtAnyMomentGoesOnWithTheSameCommand() throws IOException {
    String port = String.valueOf(freePort());
    try (Serving first = serve(port, "--writable")) {
      long start = System.nanoTime();
      ben.ok("clone", first.invitation(), "--to", his.toString());
      long usual = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      Seeds.each(
          ROUNDS,
          random -> {
            String name = "copy" + random.nextInt(1 << 30);
            killed(random, usual, ben, "clone", first.invitation(), name);
            requireSound();
            if (!ben.ok("list").matches("(?s).*" + name + " +main +clean.*")) {
              ben.ok("clone", first.invitation(), name);
            }
            requireSame(temp.resolve(name));
            fill(hers, random, 60);
            anna.ok("commit", "-m", "more");
            killed(random, usual, ben.at(his), "pull");
            requireSound();
            continued();
            ben.at(his).ok("pull");
            requireSame();
            fill(his, random, 60);
            ben.at(his).ok("commit", "-m", "mine");
            String branch = "main:b" + random.nextInt(1 << 30);
            killed(random, usual, ben.at(his), "push", "origin", branch);
            requireSound();
            ben.at(his).ok("push", "origin", branch);
            ben.at(his).ok("reset", "--hard", "origin/main");
          });
      first.stop();
    }
    requireSound();
  }

  /// A pull may have been killed while it wrote files.
  private void continued() {
    if (ben.at(his).ok("status", "--json").contains("\"interrupted\":true")) {
      ben.at(his).ok("switch", "--continue");
    }
  }

  @Test
  void aServerKilledAtAnyMomentGoesOnWhereItWas() throws IOException {
    String port = String.valueOf(freePort());
    String[] invitation = {""};
    try (Serving first = serve(port)) {
      invitation[0] = first.invitation();
      ben.ok("clone", invitation[0], "--to", his.toString());
      first.stop();
    }
    Seeds.each(
        ROUNDS,
        random -> {
          fill(his, random, 60);
          ben.at(his).ok("commit", "-m", "mine");
          String branch = "main:b" + random.nextInt(1 << 30);
          try (Serving serving = serve(port, "--writable")) {
            Command.Running push = ben.at(his).command("push", "origin", branch).start();
            push.process().waitFor(random.nextLong(2_000), TimeUnit.MILLISECONDS);
            serving.kill();
            assertThat(push.await(LIMIT).exitCode()).isIn(0, 7);
          }
          requireSound();
          try (Serving serving = serve(port, "--writable")) {
            ben.at(his).ok("push", "origin", branch);
            serving.stop();
          }
          requireSound();
        });
  }

  private static void killed(
      RandomGenerator random, long usualMillis, Volary volary, String... words) {
    long moment = random.nextLong(usualMillis / 4, usualMillis + usualMillis / 4);
    Command.Running running = volary.command(words).start();
    try {
      running.process().waitFor(moment, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    running.kill();
    running.await(LIMIT);
  }

  private Serving serve(String port, String... more) throws IOException {
    List<String> words =
        new ArrayList<>(List.of("pgdata", "--listen", "127.0.0.1", "--port", port));
    words.addAll(List.of(more));
    return Serving.start(anna, List.of(), words.toArray(String[]::new));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
