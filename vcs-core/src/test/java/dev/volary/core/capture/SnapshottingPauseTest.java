package dev.volary.core.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volary.core.capture.consistency.Pause;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.Linux;
import dev.volary.core.store.SpaceLimit;
import dev.volary.fixtures.LoopFileSystem;
import dev.volary.fixtures.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Pauses of trees on btrfs that last only until a snapshot is taken.
final class SnapshottingPauseTest {
  private interface Trial {
    void run(LiveTree tree) throws IOException;
  }

  private static void onDisk(String top, Trial trial) throws IOException {
    LoopFileSystem.Kind kind = LoopFileSystem.Kind.BTRFS;
    Optional<String> obstacle = LoopFileSystem.obstacle(kind);
    assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
    try (LoopFileSystem disk = LoopFileSystem.create(kind, LoopFileSystem.SMALLEST_BYTES)) {
      subvolume(disk.path().resolve("own"));
      LiveTree tree = new LiveTree(disk.path().resolve(top), disk.path().resolve("work"));
      tree.options = tree.options.keepingFree(SpaceLimit.NONE);
      Files.createDirectories(tree.top.resolve("inner/deep"));
      Files.write(tree.top.resolve("inner/deep/large"), random(1));
      Files.write(tree.top.resolve("same"), random(2));
      Files.writeString(tree.top.resolve("state"), "before");
      trial.run(tree);
    }
  }

  private static void subvolume(Path path) {
    Command.of("btrfs", "subvolume", "create", path.toString()).succeed();
  }

  private static byte[] random(int seed) {
    byte[] bytes = new byte[3_000_000];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static List<String> snapshots(LiveTree tree) throws IOException {
    try (Stream<Path> files = Files.list(tree.options.folder())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("snapshot-"))
          .toList();
    }
  }

  /// Writers that change files just before they stand still, and again as soon as they may.
  private static final class Busy implements Pause {
    private final LiveTree tree;
    private Optional<ObjectId> moment = Optional.empty();
    private List<String> snapshots = List.of();

    Busy(LiveTree tree) {
      this.tree = tree;
    }

    @Override
    public String method() {
      return "test";
    }

    @Override
    public Held begin() throws IOException {
      tree.nextTick();
      Files.write(tree.top.resolve("inner/deep/large"), random(3));
      Files.writeString(tree.top.resolve("state"), "at the pause");
      Files.createLink(tree.top.resolve("linked"), tree.top.resolve("state"));
      Files.createSymbolicLink(tree.top.resolve("inner/link"), Path.of("nowhere"));
      moment = Optional.of(tree.freshRoot());
      return () -> {
        snapshots = snapshots(tree);
        Files.write(tree.top.resolve("inner/deep/large"), random(4));
        Files.writeString(tree.top.resolve("state"), "after pauses"); // as long as before
        Files.delete(tree.top.resolve("inner/link"));
        Files.createDirectory(tree.top.resolve("later"));
      };
    }
  }

  private static CaptureSequence.Outcome run(LiveTree tree, Pause pause) throws IOException {
    try (DirectoryHandle top = tree.open()) {
      return run(tree, top, pause);
    }
  }

  private static CaptureSequence.Outcome run(LiveTree tree, DirectoryHandle top, Pause pause)
      throws IOException {
    var ends = new CaptureSequence.Ends(tree.objects, tree.objects, CaptureProgress.NONE);
    return new CaptureSequence(tree.capture(), () -> Instant.now().plus(tree.ahead))
        .run(tree.request(top, Optional.empty()), ends, pause);
  }

  private static void keepsTheMoment(LiveTree tree) throws IOException {
    Busy busy = new Busy(tree);
    CaptureSequence.Outcome outcome = run(tree, busy);
    assertThat(busy.snapshots).hasSize(1);
    assertThat(snapshots(tree)).isEmpty();
    assertThat(outcome.result().root()).isEqualTo(busy.moment.orElseThrow());
    assertThat(outcome.readInPause()).isZero();
    // What did not change since the first capture is known though it is read of a copy.
    assertThat(outcome.result().readBytes()).isEqualTo(3_000_000 + "at the pause".length());
    tree.base =
        Optional.of(
            new Baseline(
                outcome.result().root(), outcome.result().entries(), outcome.result().bytes()));
    outcome.result().publishStatCache(tree.cacheFile);
    CaptureResult next = tree.commit();
    assertThat(next.root()).isEqualTo(tree.freshRoot());
    assertThat(next.readBytes()).isEqualTo(3_000_000 + "after pauses".length());
  }

  @Test
  void aDirectorySomewhereInASubvolume() throws IOException {
    onDisk("some/live", SnapshottingPauseTest::keepsTheMoment);
  }

  @Test
  void aSubvolumeOfItsOwn() throws IOException {
    onDisk("own", SnapshottingPauseTest::keepsTheMoment);
  }

  @Test
  void whatChangesRightAfterwardsIsNotTakenForClean() throws IOException {
    onDisk(
        "live",
        tree -> {
          tree.ahead = Duration.ZERO;
          Busy busy = new Busy(tree);
          CaptureSequence.Outcome outcome = run(tree, busy);
          assertThat(busy.snapshots).hasSize(1);
          tree.base =
              Optional.of(
                  new Baseline(
                      outcome.result().root(),
                      outcome.result().entries(),
                      outcome.result().bytes()));
          outcome.result().publishStatCache(tree.cacheFile);
          assertThat(tree.commit().root()).isEqualTo(tree.freshRoot());
          assertThat(tree.content("state")).asString().isEqualTo("after pauses");
        });
  }

  @Test
  void noSnapshotWhereItWouldNotHaveAll() throws IOException {
    onDisk(
        "live",
        tree -> {
          subvolume(tree.top.resolve("sub"));
          Files.writeString(tree.top.resolve("sub/f"), "row");
          Busy busy = new Busy(tree);
          CaptureSequence.Outcome outcome = run(tree, busy);
          assertThat(busy.snapshots).isEmpty();
          assertThat(outcome.result().root()).isEqualTo(busy.moment.orElseThrow());
          outcome.result().discardStatCache();
        });
  }

  @Test
  void aSubvolumeThatCameInMeanwhileIsNotLost() throws IOException {
    onDisk(
        "live",
        tree -> {
          Pause pause =
              new Pause() {
                @Override
                public String method() {
                  return "test";
                }

                @Override
                public Held begin() {
                  subvolume(tree.top.resolve("sub"));
                  return () -> {};
                }
              };
          assertThatThrownBy(() -> run(tree, pause)).hasMessageContaining("came in while");
          assertThat(snapshots(tree)).isEmpty();
        });
  }

  @Test
  void noSnapshotWhereAMountShowsAPartOnly() throws IOException {
    onDisk(
        "some/live",
        tree -> {
          Path shown = Files.createTempDirectory("shown");
          Command.of("mount", "--bind", tree.top.toString(), shown.toString()).succeed();
          try (DirectoryHandle top = Linux.openRoot(Linux.bytes(shown.toRealPath()))) {
            Busy busy = new Busy(tree);
            CaptureSequence.Outcome outcome = run(tree, top, busy);
            assertThat(busy.snapshots).isEmpty();
            assertThat(outcome.result().root()).isEqualTo(busy.moment.orElseThrow());
            outcome.result().discardStatCache();
          } finally {
            Command.of("umount", "--lazy", shown.toString()).succeed();
            Files.delete(shown);
          }
        });
  }

  @Test
  void aSnapshotIsNotWrittenToAndIsRemovedWhole() throws IOException {
    onDisk(
        "own",
        tree -> {
          ByteString name = ByteString.utf8("snapshot-of-it");
          try (DirectoryHandle folder = Linux.openRoot(Linux.bytes(tree.options.folder()));
              DirectoryHandle top = tree.open()) {
            folder.makeSnapshot(name, top);
            Path made = tree.options.folder().resolve(name.toString());
            assertThat(made.resolve("state")).hasContent("before");
            assertThatThrownBy(() -> Files.writeString(made.resolve("state"), "other"))
                .hasMessageContaining("Read-only");
            folder.removeSubvolume(name);
            assertThat(made).doesNotExist();
          }
        });
  }
}
