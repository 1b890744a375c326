package dev.volary.core.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volary.core.capture.consistency.HookPause;
import dev.volary.core.capture.consistency.Pause;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.store.SpaceLimit;
import dev.volary.fixtures.LoopFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Pauses that only duplicate: by clones, or by copies elsewhere.
final class DuplicatingPauseTest {
  private interface Trial {
    void run(LiveTree tree) throws IOException;
  }

  private void on(LoopFileSystem.Kind kind, Trial trial) throws IOException {
    Optional<String> obstacle = LoopFileSystem.obstacle(kind);
    assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
    try (LoopFileSystem disk = LoopFileSystem.create(kind, LoopFileSystem.SMALLEST_BYTES);
        LoopFileSystem other =
            LoopFileSystem.create(LoopFileSystem.Kind.EXT4, LoopFileSystem.SMALLEST_BYTES)) {
      LiveTree tree = new LiveTree(disk.path().resolve("live"), other.path().resolve("work"));
      tree.options = tree.options.keepingFree(SpaceLimit.NONE);
      Files.createDirectory(tree.top.resolve("inner"));
      Files.write(tree.top.resolve("inner/large"), random(1));
      Files.write(tree.top.resolve("same"), random(2));
      Files.writeString(tree.top.resolve("state"), "before");
      trial.run(tree);
    }
  }

  private static byte[] random(int seed) {
    byte[] bytes = new byte[3_000_000];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /// Writers that change files just before they stand still, and again as soon as they may.
  private static final class Busy implements Pause {
    private final LiveTree tree;
    private final boolean freezes;
    private Optional<ObjectId> moment = Optional.empty();

    Busy(LiveTree tree, boolean freezes) {
      this.tree = tree;
      this.freezes = freezes;
    }

    @Override
    public String method() {
      return "test";
    }

    @Override
    public boolean stopsFileSystem() {
      return freezes;
    }

    @Override
    public Held begin() throws IOException {
      tree.nextTick();
      Files.write(tree.top.resolve("inner/large"), random(3));
      Files.writeString(tree.top.resolve("state"), "at the pause");
      Files.createLink(tree.top.resolve("linked"), tree.top.resolve("state"));
      Files.createSymbolicLink(tree.top.resolve("inner/link"), Path.of("nowhere"));
      moment = Optional.of(tree.freshRoot());
      return () -> {
        Files.write(tree.top.resolve("inner/large"), random(4));
        Files.writeString(tree.top.resolve("state"), "after the pause");
        Files.delete(tree.top.resolve("inner/link"));
        Files.delete(tree.top.resolve("same"));
        Files.createDirectory(tree.top.resolve("later"));
      };
    }
  }

  private static CaptureSequence.Outcome run(LiveTree tree, Pause pause) throws IOException {
    try (DirectoryHandle top = tree.open()) {
      var ends = new CaptureSequence.Ends(tree.objects, tree.objects, CaptureProgress.NONE);
      return new CaptureSequence(tree.capture(), () -> Instant.now().plus(tree.ahead))
          .run(tree.request(top, Optional.empty()), ends, pause);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"XFS", "BTRFS", "EXT4"})
  void keepsTheMomentOfThePauseThoughItIsReadAfterwards(LoopFileSystem.Kind kind)
      throws IOException {
    on(
        kind,
        tree -> {
          Busy busy = new Busy(tree, false);
          CaptureSequence.Outcome outcome = run(tree, busy);
          assertThat(outcome.result().root()).isEqualTo(busy.moment.orElseThrow());
          assertThat(outcome.readInPause()).isLessThanOrEqualTo("at the pause".length());
          assertThat(outcome.result().readBytes()).isEqualTo(3_000_000 + "at the pause".length());
          assertThat(outcome.result().torn()).isEmpty();
          // What changed since the clone was made is no cleaner for having been cloned.
          tree.base =
              Optional.of(
                  new Baseline(
                      outcome.result().root(),
                      outcome.result().entries(),
                      outcome.result().bytes()));
          outcome.result().publishStatCache(tree.cacheFile);
          assertThat(tree.commit().root()).isEqualTo(tree.freshRoot());
          assertNothingIsOpen(tree.top);
        });
  }

  @ParameterizedTest
  @EnumSource(names = {"XFS", "BTRFS", "EXT4"})
  void copiesElsewhereWhereThePauseFreezes(LoopFileSystem.Kind kind) throws IOException {
    on(
        kind,
        tree -> {
          Busy busy = new Busy(tree, true);
          CaptureSequence.Outcome outcome = run(tree, busy);
          assertThat(outcome.result().root()).isEqualTo(busy.moment.orElseThrow());
          assertThat(outcome.readInPause()).isEqualTo("at the pause".length());
          outcome.result().discardStatCache();
          assertNothingIsOpen(tree.options.folder());
        });
  }

  @ParameterizedTest
  @EnumSource(names = {"XFS", "EXT4"})
  void readsInThePauseWhereThereIsNoRoom(LoopFileSystem.Kind kind) throws IOException {
    on(
        kind,
        tree -> {
          tree.options = tree.options.keepingFree(new SpaceLimit(100, 0));
          Busy busy = new Busy(tree, true);
          CaptureSequence.Outcome outcome = run(tree, busy);
          assertThat(outcome.result().root()).isEqualTo(busy.moment.orElseThrow());
          assertThat(outcome.readInPause()).isEqualTo(outcome.result().readBytes());
          outcome.result().discardStatCache();
        });
  }

  @ParameterizedTest
  @EnumSource(names = {"XFS", "BTRFS", "EXT4"})
  void copiesElsewhereWhereTheUsersOwnCommandFreezes(LoopFileSystem.Kind kind) throws IOException {
    on(
        kind,
        tree -> {
          String top = tree.top.getParent().toString();
          Pause pause =
              new HookPause(
                  List.of(
                      "echo more >> " + tree.top.resolve("state"),
                      "echo more >> " + tree.top.resolve("same"),
                      "fsfreeze -f " + top),
                  List.of("fsfreeze -u " + top),
                  Duration.ofSeconds(60));
          CaptureSequence.Outcome outcome = run(tree, pause);
          assertThat(outcome.result().root()).isEqualTo(tree.freshRoot());
          assertThat(outcome.readInPause()).isEqualTo("beforemore\n".length());
          outcome.result().discardStatCache();
        });
  }

  @ParameterizedTest
  @EnumSource(names = {"XFS", "BTRFS"})
  void doesNotTryAgainOnceTheWritersGoOn(LoopFileSystem.Kind kind) throws IOException {
    on(
        kind,
        tree -> {
          int[] ends = new int[1];
          Pause broken =
              new Pause() {
                @Override
                public String method() {
                  return "test";
                }

                @Override
                public Held begin() throws IOException {
                  Files.writeString(tree.top.resolve("state"), "at the pause");
                  return () -> {
                    ends[0]++;
                    throw new VolaryException(Fault.FAILED, "the pause was over before");
                  };
                }
              };
          assertThatThrownBy(() -> run(tree, broken)).hasMessageContaining("was over before");
          assertThat(ends[0]).isEqualTo(1);
          assertNothingIsOpen(tree.top);
          try (Stream<Path> files = Files.list(tree.options.folder())) {
            assertThat(files.filter(f -> !f.endsWith("probe"))).isEmpty();
          }
        });
  }

  private static void assertNothingIsOpen(Path top) throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      assertThat(open.filter(each -> leadsInto(each, top))).isEmpty();
    }
  }

  private static boolean leadsInto(Path descriptor, Path top) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith(top.toString());
    } catch (IOException e) {
      return false; // the descriptor of the listing itself
    }
  }
}
