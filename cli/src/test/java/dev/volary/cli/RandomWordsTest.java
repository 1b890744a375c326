package dev.volary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever is typed, the answer is an answer or one sentence with an exit code of the table.
final class RandomWordsTest {
  private static final int RUNS = 400;
  private static final Set<Integer> EXIT_CODES = Set.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);

  private static final List<String> PIECES =
      List.of(
          "main",
          "old",
          "v1",
          "pgdata",
          "pgdata@main",
          "main:base",
          "main:base/1",
          "main~1",
          "@{0}",
          "pgdata@{2026-11-17 12:00}",
          "main..old",
          "main...old",
          "^main",
          "HEAD",
          "@",
          ":",
          "::",
          "--",
          "-",
          "",
          " ",
          "-n",
          "3",
          "-1",
          "999999999999",
          "--json",
          "-q",
          "--graph",
          "-C",
          "--help",
          "--since",
          "yesterday",
          "2026-13-45",
          "--depot=/nonexistent/x",
          "--label",
          "k=v",
          "=",
          "k=",
          "-d",
          "-D",
          "-m",
          "--orphan",
          "--stat",
          "--exit-code",
          "--path=base",
          "..",
          ".",
          "a b",
          "\u00e9",
          "\udc80\udcff",
          "\n",
          "%s",
          "\"",
          "'",
          "*",
          "base/",
          "add",
          "list",
          "restore",
          "remove",
          "test",
          "user.name",
          "depot.minFree",
          "capture.preset",
          "5%",
          "--unset",
          "--confirm=x",
          "bash",
          "zsh");

  @TempDir private Path place;

  @Test
  void neverAStackTrace() throws IOException {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    Scene scene = new Scene(place).withVolume();
    List<String> verbs = new ArrayList<>(Verbs.names());
    // Commands that work on real files or containers of the machine, run others, or go on until
    // they
    // are interrupted, are tried elsewhere.
    verbs.removeAll(
        Set.of(
            "init",
            "worktree",
            "fork",
            "export",
            "help",
            "demo",
            "run",
            "serve",
            "docker-plugin",
            "eject",
            "compose"));
    for (int i = 0; i < RUNS; i++) {
      List<String> words = new ArrayList<>();
      words.add(verbs.get(random.nextInt(verbs.size())));
      for (int count = random.nextInt(5); count > 0; count--) {
        String piece = PIECES.get(random.nextInt(PIECES.size()));
        words.add(random.nextInt(words.size() + 1), piece);
      }
      Scene.Ran ran = scene.run(words.toArray(String[]::new));
      String told = "seed " + seed + ", run " + i + ": " + words + " -> " + ran;
      assertThat(EXIT_CODES).as(told).contains(ran.exitCode());
      assertThat(ran.err()).as(told).doesNotContain("\tat ").doesNotContain("unexpected: ");
      if (ran.exitCode() > 1 && !ran.out().startsWith("volary: Git for data volumes")) {
        assertThat(ran.err()).as(told).isNotBlank();
      }
    }
  }
}
