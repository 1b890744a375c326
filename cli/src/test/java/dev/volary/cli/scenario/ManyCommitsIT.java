package dev.volary.cli.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.core.capture.CaptureProgress;
import dev.volary.core.capture.rules.Preset;
import dev.volary.core.depot.Depot;
import dev.volary.core.depot.LiveWorktree;
import dev.volary.core.depot.Surroundings;
import dev.volary.core.depot.Targets;
import dev.volary.core.depot.VolumeName;
import dev.volary.core.history.Identity;
import dev.volary.core.io.ByteString;
import dev.volary.core.operation.live.CommitTree;
import dev.volary.core.operation.live.Initialise;
import dev.volary.core.operation.live.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A depot after very many small commits, each made as the program makes it.
final class ManyCommitsIT {
  private static final int COMMITS = (int) FullSize.of(1000, 150);
  private static final int MAX_PACKS = 40;
  private static final int MAX_INDEXES = 16;
  private static final int MAX_LOOSE = 600;

  @TempDir Path scratch;

  @Test
  void filesOfTheDepotStayFew() throws IOException {
    Path tree = Files.createDirectory(scratch.resolve("tree"));
    Path depot = scratch.resolve("depot");
    for (int i = 0; i < 100; i++) {
      Files.writeString(tree.resolve("file-" + i), "first " + i);
    }
    initialise(depot, tree);
    long begun = System.nanoTime();
    for (int i = 0; i < COMMITS; i++) {
      Files.writeString(tree.resolve("file-" + i % 100), "text " + i);
      commit(depot, tree);
    }
    long millis = (System.nanoTime() - begun) / 1_000_000;
    int packs = Sizes.files(depot.resolve("packs"), ".pack").size();
    int indexes = Sizes.files(depot.resolve("indexes"), "").size();
    Path objects = depot.resolve("volumes/data/history.git/objects");
    int git = Sizes.files(objects, "").size();
    String found =
        "%d commits in %d ms: %d packs, %d indexes, %d files of history, %d bytes in all"
            .formatted(COMMITS, millis, packs, indexes, git, Sizes.below(depot));
    assertThat(packs).as(found).isLessThanOrEqualTo(MAX_PACKS);
    assertThat(indexes).as(found).isLessThanOrEqualTo(MAX_INDEXES);
    assertThat(git).as(found).isLessThanOrEqualTo(MAX_LOOSE);
    Volary volary = Volary.in(depot).at(tree);
    assertThat(volary.ok("log", "--quiet").lines()).hasSize(COMMITS);
  }

  private static Depot open(Path depot) throws IOException {
    return Depot.openOrCreate(
        depot, new Surroundings(InstantSource.system(), new SecureRandom(), Map.of()));
  }

  private static void initialise(Path directory, Path tree) throws IOException {
    try (Depot depot = open(directory)) {
      new Initialise(depot)
          .run(
              new Initialise.Request(
                  ByteString.utf8(tree.toString()),
                  Optional.of(new VolumeName("data")),
                  Optional.of(Preset.NONE),
                  false));
    }
  }

  private static void commit(Path directory, Path tree) throws IOException {
    try (Depot depot = open(directory)) {
      var target = new Targets(depot, ByteString.utf8(tree.toString())).worktree(Optional.empty());
      try (LiveWorktree worktree = LiveWorktree.open(depot, target, "commit")) {
        var request =
            new CommitTree.Request(
                "next", new TreeMap<>(), new Moment.Live(), CommitTree.Allowances.NONE);
        new CommitTree(depot, new Identity("a", "a@example"), CaptureProgress.NONE)
            .run(worktree, request);
      }
    }
  }
}
