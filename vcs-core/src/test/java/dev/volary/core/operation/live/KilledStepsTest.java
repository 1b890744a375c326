package dev.volary.core.operation.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volary.core.capture.rules.LeftOut;
import dev.volary.core.depot.Depot;
import dev.volary.core.depot.DepotLayout;
import dev.volary.core.depot.VolumeName;
import dev.volary.core.diff.PathFilter;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.Linux;
import dev.volary.core.operation.Trash;
import dev.volary.core.operation.Volumes;
import dev.volary.core.restore.RestoreListener;
import dev.volary.core.worktree.Head;
import dev.volary.core.worktree.WorktreeFolder;
import dev.volary.fixtures.LoopFileSystem;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Commands that were killed between two of their steps, and what comes after.
final class KilledStepsTest {
  private static final VolumeName DATA = new VolumeName("data");

  @TempDir private Path folder;
  private Scenery scenery;
  private Depot depot;

  @BeforeEach
  void aVolume() throws IOException {
    scenery = new Scenery(folder);
    depot = scenery.depot;
  }

  @AfterEach
  void close() {
    scenery.close();
  }

  private void init() throws IOException {
    new Initialise(depot)
        .run(
            new Initialise.Request(
                Linux.bytes(scenery.data), Optional.of(DATA), Optional.empty(), false));
  }

  @Test
  void initTakesOverTheEmptyVolumeThatAKilledOneLeft() throws IOException {
    scenery.write("state", "one");
    depot.worktrees().remove(scenery.target(scenery.data).folder());
    init();
    scenery.commit();
    depot.worktrees().remove(scenery.target(scenery.data).folder());
    assertThatThrownBy(this::init).hasMessageContaining("there is a volume data already");
  }

  @Test
  void worktreesOfAVolumeThatWasHalfRemovedAreRegisteredAgain() throws IOException {
    scenery.write("state", "one");
    CommitId first = scenery.commit();
    scenery.add("other", first, RestoreListener.NONE);
    WorktreeFolder moved = scenery.target(scenery.data).folder();
    Path away = Files.createDirectories(depot.layout().strayWorktrees(DATA));
    Files.move(moved.directory(), away.resolve(moved.id().text()));
    assertThat(depot.worktrees().all()).hasSize(1);

    try (Depot again = Depot.open(folder.resolve("depot"), depot.surroundings())) {
      assertThat(again.worktrees().all()).hasSize(2);
    }
    assertThat(away).doesNotExist();
  }

  @Test
  void worktreesOfAVolumeThatWasHalfBroughtBackAreRegisteredAgain() throws IOException {
    scenery.write("state", "one");
    scenery.commit();
    new Volumes(depot, Scenery.ANN).remove(DATA);
    Trash.Item item = new Trash(depot, Scenery.ANN).list().getFirst();
    Path trashed = ((Trash.Where.Folder) item.where()).path();
    assertThat(DepotLayout.strayWorktrees(trashed)).isNotEmptyDirectory();
    Files.move(trashed, depot.layout().volume(DATA));
    try (Depot again = Depot.open(folder.resolve("depot"), depot.surroundings())) {
      assertThat(again.worktrees().all()).hasSize(1);
    }
    scenery.write("state", "two");
    scenery.commit();
  }

  @Test
  void aNewWorktreeWithoutRoomIsNotRegistered() throws IOException {
    String obstacle = LoopFileSystem.obstacle(LoopFileSystem.Kind.EXT4).orElse("");
    assumeTrue(obstacle.isEmpty(), obstacle);
    scenery.write("state", "s".repeat(1 << 20));
    CommitId first = scenery.commit();
    try (LoopFileSystem disk =
        LoopFileSystem.create(LoopFileSystem.Kind.EXT4, LoopFileSystem.SMALLEST_BYTES)) {
      long free = Files.getFileStore(disk.path()).getUsableSpace() - (1 << 19);
      try (var file = new RandomAccessFile(disk.path().resolve("full").toFile(), "rw")) {
        byte[] bytes = new byte[1 << 20];
        for (long left = free; left > 0; left -= bytes.length) {
          file.write(bytes, 0, (int) Math.min(left, bytes.length));
        }
      }
      Path directory = disk.path().resolve("copy");
      NewWorktree worktree = new NewWorktree(depot, Scenery.ANN, RestoreListener.NONE);
      assertThatThrownBy(() ->
              worktree.run(scenery.volume(), Linux.bytes(directory), new Head.Detached(), first))
          .isInstanceOfSatisfying(
              VolaryException.class, e -> assertThat(e.fault()).isEqualTo(Fault.NO_SPACE));
      assertThat(directory).doesNotExist();
    }
    assertThat(depot.worktrees().all()).hasSize(1);
  }

  @Test
  void aDirectoryThatIsKeptIsOpenAgainAndOneThatIsDeletedTellsWhatNoCommitHas() throws IOException {
    scenery.write("state", "one");
    CommitId first = scenery.commit();
    scenery.write("state", "two");
    scenery.commit();
    assertThatThrownBy(() -> scenery.goTo(first, PathFilter.ALL, Scenery.CUT))
        .hasMessage("cut off");
    OldWorktree old = new OldWorktree(depot, Scenery.ANN);
    OldWorktree.Removal keeping = new OldWorktree.Removal(true, true, _ -> {});
    assertThat(old.remove(scenery.target(scenery.data), keeping).leftOut().files()).isZero();
    assertThat(Files.getPosixFilePermissions(scenery.data))
        .contains(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    Path other = folder.resolve("other");
    new NewWorktree(depot, Scenery.ANN, RestoreListener.NONE)
        .run(depot.volume(DATA), Linux.bytes(other), new Head.Detached(), first);
    depot.volume(DATA).settings().setIgnoreRules(List.of("*.log", "/cache/"));
    FileTime time = Files.getLastModifiedTime(other);
    Files.writeString(other.resolve("a.log"), "mine");
    Files.writeString(Files.createDirectory(other.resolve("cache")).resolve("b"), "of mine");
    Files.setLastModifiedTime(other, time);
    OldWorktree.Removed removed =
        old.remove(scenery.target(other), new OldWorktree.Removal(false, false, _ -> {}));
    assertThat(removed.leftOut())
        .isEqualTo(
            new LeftOut(2, 11, List.of(ByteString.utf8("a.log"), ByteString.utf8("cache/b"))));
    assertThat(other).doesNotExist();
  }
}
