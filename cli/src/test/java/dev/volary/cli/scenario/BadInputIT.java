package dev.volary.cli.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.fixtures.Seeds;
import dev.volary.fixtures.process.Command;
import dev.volary.fixtures.process.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A depot with files that are not what they must be: one sentence and exit code 8, or the right
/// answer where the file was only a help.
final class BadInputIT {
  private static final int CORRUPT = 8;
  private static final String CONTENT = "content of the file ".repeat(5000);

  /// What is tried in turn; the number is no divisor of three, so that every kind of damage meets
  /// each sooner or later.
  private static final List<List<String>> WORDS =
      List.of(
          List.of("cat", "hurt@main~1:file"),
          List.of("fsck"),
          List.of("-C", "hurt", "status"),
          List.of("-C", "hurt", "commit", "-m", "after damage"));

  @TempDir Path temp;

  /// What happens to a file.
  private enum Damage {
    EMPTY,
    TRUNCATED,
    GARBAGE
  }

  @Test
  void everyDamagedFileGivesASentence() throws IOException {
    Path depot = temp.resolve("depot");
    Path tree = Files.createDirectory(temp.resolve("tree"));
    Volary volary = Volary.in(depot);
    Files.writeString(tree.resolve("file"), CONTENT);
    Files.createDirectories(tree.resolve("folder/inner"));
    volary.ok("init", tree.toString(), "--name", "hurt");
    volary.ok("-C", "hurt", "commit", "-m", "first");
    Files.writeString(tree.resolve("file"), "changed " + CONTENT);
    volary.ok("-C", "hurt", "commit", "-m", "second");
    Path sound = temp.resolve("sound");
    Command.of("cp", "-a", depot.toString(), sound.toString()).succeed();

    List<String> objections = new ArrayList<>();
    RandomGenerator random = Seeds.generator(99);
    int told = 0;
    int turn = 0;
    for (Path file : files(sound)) {
      for (Damage damage : Damage.values()) {
        Command.of("rsync", "-a", "--delete", "--checksum", sound + "/", depot + "/").succeed();
        damage(depot.resolve(file), damage, random);
        List<String> words = WORDS.get(turn++ % WORDS.size());
        Outcome outcome = volary.run(words.toArray(String[]::new));
        told += outcome.exitCode() == CORRUPT ? 1 : 0;
        if (!acceptable(words, outcome) || unnoticedPack(words, file, outcome)) {
          objections.add(
              "%s of a file that is %s: exit %d %s"
                  .formatted(words, file + " " + damage, outcome.exitCode(), outcome.err()));
        }
      }
    }
    assertThat(objections).isEmpty();
    assertThat(told).as("answers with exit code 8").isGreaterThan(10);
  }

  private static boolean acceptable(List<String> words, Outcome outcome) {
    String verb = words.getFirst();
    if (outcome.exitCode() == 0) {
      return !verb.equals("cat") || outcome.out().equals(CONTENT);
    }
    if (verb.equals("fsck") && !outcome.out().isEmpty()) {
      return outcome.exitCode() == CORRUPT && !outcome.err().contains("Exception");
    }
    try {
      Volary.requireSentence(outcome);
    } catch (AssertionError e) {
      return false;
    }
    return outcome.exitCode() == CORRUPT;
  }

  private static boolean unnoticedPack(List<String> words, Path file, Outcome outcome) {
    return words.getFirst().equals("fsck")
        && file.toString().endsWith(".pack")
        && outcome.exitCode() != CORRUPT;
  }

  private static void damage(Path file, Damage damage, RandomGenerator random) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    file.toFile().setWritable(true);
    switch (damage) {
      case EMPTY -> Files.write(file, new byte[0]);
      case TRUNCATED -> Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length * 2 / 3));
      case GARBAGE -> Files.write(file, Seeds.bytes(random, Math.max(bytes.length, 8)));
    }
  }

  private static List<Path> files(Path depot) throws IOException {
    try (Stream<Path> all = Files.walk(depot)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> !file.endsWith("ballast"))
          .map(depot::relativize)
          .sorted()
          .toList();
    }
  }
}
