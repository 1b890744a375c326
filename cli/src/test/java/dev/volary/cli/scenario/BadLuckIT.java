package dev.volary.cli.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volary.fixtures.LoopFileSystem;
import dev.volary.fixtures.Seeds;
import dev.volary.fixtures.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A program killed at any moment, a full disk, a flipped bit.
final class BadLuckIT {
  private static final int ROUNDS = 6;
  private static final int FILES = 300;
  private static final Duration LIMIT = Duration.ofMinutes(5);

  @TempDir Path temp;

  private Path tree;
  private Volary volary;

  @BeforeEach
  void aVolumeWithTwoBranches() throws IOException {
    tree = Files.createDirectory(temp.resolve("tree"));
    volary = Volary.in(temp.resolve("depot")).at(tree);
    fill(Seeds.generator(1), FILES);
    volary.ok("init", "--name", "lucky");
    volary.ok("commit", "-m", "first");
    volary.ok("switch", "-c", "other");
    fill(Seeds.generator(2), FILES);
    volary.ok("commit", "-m", "second");
  }

  private void fill(RandomGenerator random, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      Path folder = Files.createDirectories(tree.resolve("d" + i % 7));
      Files.write(folder.resolve("f" + i), Seeds.bytes(random, 1 + random.nextInt(40_000)));
    }
  }

  @Test
  void aKilledCommitIsMadeAgain() {
    long usual = millis("commit", "-m", "how long it takes");
    Seeds.each(
        ROUNDS,
        random -> {
          fill(random, 100);
          killed(random, usual, "commit", "-m", "killed");
          requireSound();
          volary.ok("commit", "-m", "again");
          assertThat(volary.ok("status", "--porcelain")).isEmpty();
        });
  }

  @Test
  void aKilledSwitchGoesOnOrBackAndIsNeverCommitted() {
    long usual = millis("switch", "main");
    volary.ok("switch", "other");
    int[] interrupted = {0};
    Seeds.each(
        ROUNDS,
        random -> {
          String from = head();
          String to = from.equals("main") ? "other" : "main";
          if (random.nextBoolean()) {
            killed(random, usual, "switch", to);
          } else {
            killedWhileItWrites(random, to);
          }
          requireSound();
          if (volary.ok("status", "--json").contains("\"interrupted\":true")) {
            interrupted[0]++;
            assertThat(volary.refused(4, "commit", "-m", "a mixture")).contains("--continue");
            boolean on = random.nextBoolean();
            volary.ok("switch", on ? "--continue" : "--abort");
            assertThat(head()).isEqualTo(on ? to : from);
          }
          assertThat(volary.ok("status", "--porcelain")).isEmpty();
          assertThat(volary.ok("commit", "-m", "none")).contains("nothing changed");
          volary.ok("switch", to);
          assertThat(head()).isEqualTo(to);
        });
    assertThat(interrupted[0]).as("switches that were cut off").isPositive();
  }

  @Test
  void aKilledGcIsRunAgain() {
    long usual = millis("gc");
    Seeds.each(
        ROUNDS,
        random -> {
          fill(random, 50);
          volary.ok("switch", "-c", "garbage");
          volary.ok("commit", "-m", "garbage");
          volary.ok("switch", "other");
          volary.ok("branch", "-D", "garbage");
          killed(random, usual, "gc", "--now");
          requireSound();
          volary.ok("gc", "--now");
          requireSound();
          assertThat(volary.ok("branch")).doesNotContain("garbage");
        });
  }

  @Test
  void aKilledBranchIsThereOrNot() {
    long usual = millis("branch", "timed", "main");
    Seeds.each(
        ROUNDS,
        random -> {
          String name = "b" + random.nextInt(1 << 30);
          killed(random, usual, "branch", name, "main");
          requireSound();
          if (!volary.ok("branch", "--quiet").lines().toList().contains(name)) {
            volary.ok("branch", name, "main");
          }
          killed(random, usual, "branch", "-D", name);
          requireSound();
          if (volary.ok("branch", "--quiet").lines().toList().contains(name)) {
            volary.ok("branch", "-D", name);
          }
          assertThat(volary.ok("trash", "list")).contains("lucky@" + name);
        });
  }

  @Test
  void aFullDiskHarmsNothing() throws IOException {
    String obstacle = LoopFileSystem.obstacle(LoopFileSystem.Kind.EXT4).orElse("");
    assumeTrue(obstacle.isEmpty(), obstacle);
    try (LoopFileSystem disk =
        LoopFileSystem.create(LoopFileSystem.Kind.EXT4, LoopFileSystem.SMALLEST_BYTES, "-m0")) {
      Path place = disk.path().resolve("depot");
      Command.of("cp", "-a", volary.depot().toString(), place.toString()).succeed();
      Files.writeString(place.resolve("config"), "[depot]\n\tminFree = 32M\n");
      Volary small = Volary.in(place).at(tree);
      String before = small.ok("log", "--all", "--quiet");
      fill(Seeds.generator(3), FILES);
      Files.write(tree.resolve("large"), Seeds.bytes(Seeds.generator(4), 250 << 20));
      assertThat(small.refused(9, "commit", "-m", "too much")).contains("free");
      assertThat(small.ok("log", "--all", "--quiet")).isEqualTo(before);

      // Others fill the rest.
      Command.of("sh", "-c", "cat /dev/zero >" + disk.path().resolve("others")).run();
      small.refused(9, "commit", "-m", "too much");
      small.ok("fsck");
      Path copy = temp.resolve("copy");
      small.ok("export", "main", copy.toString());
      assertThat(copy.resolve("d0/f0")).exists();
      small.ok("gc");
      small.ok("fsck");
      Files.delete(disk.path().resolve("others"));
      Files.delete(tree.resolve("large"));
      small.ok("commit", "--allow-shrink", "-m", "fits again");
    }
  }

  @Test
  void aFlippedBitIsFoundWithTheFilesItHurts() throws IOException {
    List<Path> packs;
    try (Stream<Path> all = Files.list(volary.depot().resolve("packs"))) {
      packs = all.filter(file -> file.toString().endsWith(".pack")).sorted().toList();
    }
    int[] naming = {0};
    Seeds.each(
        ROUNDS,
        random -> {
          Path pack = packs.get(random.nextInt(packs.size()));
          byte[] bytes = Files.readAllBytes(pack);
          int at = random.nextInt(bytes.length);
          byte[] hurt = bytes.clone();
          hurt[at] ^= (byte) (1 << random.nextInt(8));
          write(pack, hurt);
          String found = volary.run("fsck").expect(8).out();
          write(pack, bytes);
          assertThat(found).contains(pack.getFileName().toString().replace(".pack", ""));
          naming[0] += found.matches("(?s).*hurts d\\d/f\\d.*") ? 1 : 0;
        });
    // Where the bit belongs to no object, nothing is hurt.
    assertThat(naming[0]).as("findings that name files").isPositive();
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    file.toFile().setWritable(true);
    Files.write(file, bytes);
  }

  /// Starts the program and kills it at a random moment of its usual time.
  private void killed(RandomGenerator random, long usualMillis, String... words) {
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

  /// Kills a switch a moment after it has closed the directory to others.
  private void killedWhileItWrites(RandomGenerator random, String branch) throws IOException {
    Command.Running running = volary.command("switch", branch).start();
    try {
      while (running.process().isAlive()
          && (((Integer) Files.getAttribute(tree, "unix:mode")) & 07777) != 0) {
        running.process().waitFor(1, TimeUnit.MILLISECONDS);
      }
      running.process().waitFor(random.nextLong(150), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    running.kill();
    running.await(LIMIT);
  }

  private void requireSound() {
    assertThat(volary.ok("fsck")).contains("sound");
  }

  private String head() {
    return volary.ok("status", "--json").replaceFirst("(?s).*\"head\":\"([^\"]*)\".*", "$1");
  }

  private long millis(String... words) {
    long start = System.nanoTime();
    volary.ok(words);
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }
}
