package dev.volary.core.operation.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volary.core.capture.CaptureProgress;
import dev.volary.core.depot.Depot;
import dev.volary.core.depot.LiveWorktree;
import dev.volary.core.depot.Surroundings;
import dev.volary.core.depot.Targets;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.Identity;
import dev.volary.core.linux.Linux;
import dev.volary.core.restore.RestoreListener;
import dev.volary.core.worktree.Head;
import dev.volary.fixtures.LoopFileSystem;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// New worktrees beside another of the volume, on file systems that share blocks.
final class SharedWorktreeTest {
  private static final Identity ANN = new Identity("Ann", "ann@example.org");
  private static final int LARGE = 70 << 20;
  private static final int SMALL = 300_000;

  /// Ten seconds ahead, so that files just written are not racy.
  private static final InstantSource LATER = () -> Instant.now().plusSeconds(10);

  @TempDir private Path folder;

  private interface Trial {
    void run(Path top, Depot depot, CommitId commit) throws IOException;
  }

  private void on(LoopFileSystem.Kind kind, Trial trial) throws IOException {
    Optional<String> obstacle = LoopFileSystem.obstacle(kind);
    assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
    try (LoopFileSystem disk = LoopFileSystem.create(kind, 400L << 20);
        Depot depot =
            Depot.openOrCreate(
                folder.resolve("depot"), new Surroundings(LATER, new SecureRandom(), Map.of()))) {
      Files.writeString(depot.layout().configFile(), "[depot]\n\tminFree = 1k\n");
      Path data = Files.createDirectories(disk.path().resolve("data/a/b")).getParent().getParent();
      for (int i = 0; i < 4; i++) {
        Files.write(data.resolve("a/b/small" + i), random(SMALL, i));
      }
      Files.write(data.resolve("a/large"), random(LARGE, 9));
      Files.writeString(data.resolve("tiny"), "tiny");
      new Initialise(depot)
          .run(
              new Initialise.Request(Linux.bytes(data), Optional.empty(), Optional.empty(), false));
      trial.run(disk.path(), depot, commit(depot, data));
    }
  }

  private static byte[] random(int length, int seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static Targets.WorktreeTarget target(Depot depot, Path data) throws IOException {
    return new Targets(depot, Linux.realPath(Linux.bytes(data))).worktree(Optional.empty());
  }

  private static CommitId commit(Depot depot, Path data) throws IOException {
    try (LiveWorktree worktree = LiveWorktree.open(depot, target(depot, data), "commit")) {
      CommitTree.Request request =
          new CommitTree.Request(
              "state", new TreeMap<>(), new Moment.Live(), CommitTree.Allowances.NONE);
      return new CommitTree(depot, ANN, CaptureProgress.NONE).run(worktree, request).commit();
    }
  }

  /// Adds a detached worktree of `commit`; returns how many bytes had to be written for it.
  private static long add(Depot depot, Path data, Path copy, CommitId commit) throws IOException {
    AtomicLong written = new AtomicLong();
    RestoreListener listener = (entries, bytes) -> written.set(bytes);
    new NewWorktree(depot, ANN, listener)
        .run(target(depot, data).volume(), Linux.bytes(copy), new Head.Detached(), commit);
    return written.get();
  }

  @ParameterizedTest
  @EnumSource(names = {"XFS", "BTRFS"})
  void sharesWhatIsCleanInAnother(LoopFileSystem.Kind kind) throws IOException {
    on(
        kind,
        (top, depot, commit) -> {
          Path copy = top.resolve("copy");
          assertThat(add(depot, top.resolve("data"), copy, commit)).isEqualTo("tiny".length());
          for (int i = 0; i < 4; i++) {
            assertThat(copy.resolve("a/b/small" + i)).hasBinaryContent(random(SMALL, i));
          }
          assertThat(copy.resolve("a/large")).hasBinaryContent(random(LARGE, 9));
          // They share blocks, not bytes to come.
          Files.write(copy.resolve("a/b/small0"), random(SMALL, 5));
          assertThat(top.resolve("data/a/b/small0")).hasBinaryContent(random(SMALL, 0));
        });
  }

  @ParameterizedTest
  @EnumSource(names = {"XFS", "BTRFS"})
  void writesWhatIsNotTheCommitsInTheOther(LoopFileSystem.Kind kind) throws IOException {
    on(
        kind,
        (top, depot, commit) -> {
          Path data = top.resolve("data");
          try (FileChannel small1 =
                  FileChannel.open(
                      data.resolve("a/b/small1"),
                      StandardOpenOption.READ,
                      StandardOpenOption.WRITE);
              Arena arena = Arena.ofConfined()) {
            Files.write(data.resolve("a/b/small0"), random(SMALL, 5));
            MemorySegment map = small1.map(FileChannel.MapMode.READ_WRITE, 0, SMALL, arena);
            byte other = (byte) ~map.get(ValueLayout.JAVA_BYTE, 4_000);
            map.set(ValueLayout.JAVA_BYTE, 4_000, other);
            Files.createLink(data.resolve("second name"), data.resolve("a/b/small3"));
            Path copy = top.resolve("copy");
            assertThat(add(depot, data, copy, commit)).isEqualTo("tiny".length() + 3L * SMALL);
            for (int i = 0; i < 4; i++) {
              assertThat(copy.resolve("a/b/small" + i)).hasBinaryContent(random(SMALL, i));
            }
          }
        });
  }

  @ParameterizedTest
  @EnumSource(names = {"XFS", "BTRFS"})
  void doesNotTakeAFileOfAnotherPath(LoopFileSystem.Kind kind) throws IOException {
    on(
        kind,
        (top, depot, first) -> {
          Path data = top.resolve("data");
          Files.createDirectory(data.resolve("c"));
          Files.write(data.resolve("c/small0"), random(SMALL, 7));
          CommitId second = commit(depot, data);
          // What is in a renamed directory keeps its attributes.
          Files.move(data.resolve("a/b"), data.resolve("b"));
          Files.move(data.resolve("c"), data.resolve("a/b"));
          Files.move(data.resolve("b"), data.resolve("c"));
          Path copy = top.resolve("copy");
          add(depot, data, copy, second);
          assertThat(copy.resolve("a/b/small0")).hasBinaryContent(random(SMALL, 0));
          assertThat(copy.resolve("c/small0")).hasBinaryContent(random(SMALL, 7));
          assertThat(ByteBuffer.wrap(Files.readAllBytes(copy.resolve("a/large"))))
              .isEqualTo(ByteBuffer.wrap(random(LARGE, 9)));
        });
  }

  @ParameterizedTest
  @EnumSource(names = {"EXT4"})
  void writesEverythingWhereNothingCanBeShared(LoopFileSystem.Kind kind) throws IOException {
    on(
        kind,
        (top, depot, commit) ->
            assertThat(add(depot, top.resolve("data"), top.resolve("copy"), commit))
                .isEqualTo("tiny".length() + 4L * SMALL + LARGE));
  }
}
