package dev.volary.core.history.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.core.history.CommitId;
import dev.volary.core.history.RefName;
import dev.volary.core.history.ShelvedRef.Shelf;
import dev.volary.fixtures.Seeds;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A writer killed at any moment leaves a sound history that holds all it acknowledged.
final class KilledWriterTest {
  private static final int ROUNDS = 2;

  @TempDir Path folder;

  /// The writer: commits, tags, deletes and maintains without end, and tells each commit once it is
  /// acknowledged.
  static final class Writer {
    private Writer() {}

    public static void main(String[] words) {
      try (Scene scene = Scene.open(Path.of(words[0]))) {
        for (int i = 0; ; i++) {
          CommitId id = scene.commit(Scene.MAIN, "main " + i);
          System.out.println(id.toHex());
          RefName side = RefName.branch("side");
          scene
              .history
              .refs()
              .find(side)
              .ifPresent(tip -> scene.history.refs().delete(side, tip, Shelf.KEPT, Scene.ANN));
          scene.commit(side, "side " + i);
          scene.history.maintain();
        }
      }
    }
  }

  @Test
  void losesNothingItAcknowledged() {
    Path gitDir;
    try (Scene scene = Scene.create(folder)) {
      gitDir = scene.gitDir;
    }
    Seeds.each(ROUNDS, random -> killAndLook(gitDir, 1 + random.nextInt(60)));
  }

  private static void killAndLook(Path gitDir, int commits)
      throws IOException, InterruptedException {
    CommitId acknowledged = killAfter(gitDir, commits);
    try (Scene scene = Scene.open(gitDir)) {
      assertThat(scene.fsck()).isEmpty();
      CommitId tip = scene.history.resolve("main");
      assertThat(scene.history.isAncestor(acknowledged, tip)).isTrue();
      scene.commit(Scene.MAIN, "goes on");
      scene.history.maintain();
      assertThat(scene.history.roots()).isNotEmpty();
      assertThat(scene.fsck()).isEmpty();
    }
  }

  private static CommitId killAfter(Path gitDir, int commits)
      throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(
                List.of(
                    java,
                    "--enable-native-access=ALL-UNNAMED",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Writer.class.getName(),
                    gitDir.toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
      String last = "";
      for (int i = 0; i < commits; i++) {
        last = lines.readLine();
        assertThat(last).as("the writer's word").isNotNull();
      }
      return CommitId.hex(last);
    } finally {
      process.destroyForcibly().waitFor();
    }
  }
}
