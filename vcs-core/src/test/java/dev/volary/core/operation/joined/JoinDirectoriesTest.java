package dev.volary.core.operation.joined;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.capture.CaptureProgress;
import dev.volary.core.depot.Depot;
import dev.volary.core.depot.LiveWorktree;
import dev.volary.core.depot.Surroundings;
import dev.volary.core.depot.Targets;
import dev.volary.core.depot.VolumeName;
import dev.volary.core.diff.PathFilter;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.Identity;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.Linux;
import dev.volary.core.operation.live.CommitTree;
import dev.volary.core.operation.live.Interruption;
import dev.volary.core.operation.live.Moment;
import dev.volary.core.operation.live.NewWorktree;
import dev.volary.core.operation.live.OldWorktree;
import dev.volary.core.operation.live.StatusCheck;
import dev.volary.core.operation.live.TreeChange;
import dev.volary.core.operation.live.Uncommitted;
import dev.volary.core.restore.RestoreListener;
import dev.volary.core.worktree.Head;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Directories that lie apart, on two file systems where the machine has them, as one volume.
final class JoinDirectoriesTest {
  private static final Identity ANN = new Identity("Ann", "ann@example.org");
  private static final RestoreListener CUT =
      (entries, bytes) -> {
        throw new IllegalStateException("cut off");
      };
  private static final int LARGE = 300_000;

  @TempDir private Path folder;
  private Path db;
  private Path uploads;
  private Depot depot;

  @BeforeEach
  void aVolumeOfTwo() throws IOException {
    db = Files.createDirectory(folder.resolve("db"));
    uploads = elsewhere("uploads");
    Files.setPosixFilePermissions(db, PosixFilePermissions.fromString("rwx------"));
    Files.setPosixFilePermissions(uploads, PosixFilePermissions.fromString("rwxr-x---"));
    Files.writeString(db.resolve("table"), "one");
    Files.writeString(uploads.resolve("picture"), "first");
    depot =
        Depot.openOrCreate(
            folder.resolve("depot"),
            new Surroundings(InstantSource.system(), new SecureRandom(), Map.of()));
    Files.writeString(depot.layout().configFile(), "[depot]\n\tminFree = 1k\n");
    join("shop", Map.of("db", db, "uploads", uploads));
  }

  @AfterEach
  void clean() throws IOException {
    depot.close();
    try (var paths = Files.walk(uploads)) {
      for (Path path : paths.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(path);
      }
    }
  }

  /// In memory, where that is a file system of its own.
  private Path elsewhere(String name) throws IOException {
    Path memory = Path.of("/dev/shm");
    return Files.isWritable(memory)
        ? Files.createTempDirectory(memory, name)
        : Files.createDirectory(folder.resolve(name));
  }

  private void join(String name, Map<String, Path> places) throws IOException {
    TreeMap<ByteString, ByteString> subvolumes = new TreeMap<>();
    places.forEach((key, path) -> subvolumes.put(ByteString.utf8(key), Linux.bytes(path)));
    new JoinDirectories(depot)
        .run(new JoinDirectories.Request(new VolumeName(name), subvolumes, false));
  }

  private Targets.WorktreeTarget target() throws IOException {
    return new Targets(depot, Linux.realPath(Linux.bytes(uploads))).worktree(Optional.empty());
  }

  private CommitId commit(boolean allowShrink) throws IOException {
    try (LiveWorktree worktree = LiveWorktree.open(depot, target(), "commit")) {
      CommitTree.Request request =
          new CommitTree.Request(
              "state",
              new TreeMap<>(),
              new Moment.Quiet(),
              new CommitTree.Allowances(false, allowShrink, false));
      return new CommitTree(depot, ANN, CaptureProgress.NONE).run(worktree, request).commit();
    }
  }

  private void goTo(CommitId commit, PathFilter paths, RestoreListener listener)
      throws IOException {
    try (LiveWorktree worktree = LiveWorktree.open(depot, target(), "switch")) {
      TreeChange.Request request =
          new TreeChange.Request(
              new Head.Detached(),
              commit,
              paths,
              new TreeChange.Manner(Uncommitted.REFUSE, false, step -> {}));
      new TreeChange(depot, ANN, listener).run(worktree, request);
    }
  }

  private void goTo(CommitId commit) throws IOException {
    goTo(commit, PathFilter.ALL, RestoreListener.NONE);
  }

  private boolean isClean() throws IOException {
    try (LiveWorktree worktree = LiveWorktree.open(depot, target(), "status")) {
      return new StatusCheck(depot, CaptureProgress.NONE).run(worktree).clean();
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void oneCommitHoldsBothAndBringsBothBackWhereTheyAre() throws IOException {
    CommitId first = commit(false);
    Object inode = Files.getAttribute(uploads, "unix:ino");
    Files.writeString(db.resolve("table"), "two");
    Files.writeString(uploads.resolve("picture"), "second");
    Files.setPosixFilePermissions(uploads, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(isClean()).isFalse();
    CommitId second = commit(false);

    goTo(first);

    assertThat(db.resolve("table")).hasContent("one");
    assertThat(uploads.resolve("picture")).hasContent("first");
    assertThat(permissions(db)).isEqualTo("rwx------");
    assertThat(permissions(uploads)).isEqualTo("rwxr-x---");
    assertThat(Files.getAttribute(uploads, "unix:ino")).isEqualTo(inode);
    assertThat(isClean()).isTrue();

    goTo(second);
    assertThat(uploads.resolve("picture")).hasContent("second");
    assertThat(permissions(uploads)).isEqualTo("rwxrwxrwx");
  }

  @Test
  void oneOfThemIsBroughtBackAlone() throws IOException {
    CommitId first = commit(false);
    Files.writeString(db.resolve("table"), "two");
    Files.writeString(uploads.resolve("picture"), "second");
    commit(false);

    goTo(first, PathFilter.of(List.of(ByteString.utf8("db/"))), RestoreListener.NONE);

    assertThat(db.resolve("table")).hasContent("one");
    assertThat(uploads.resolve("picture")).hasContent("second");
    assertThat(permissions(db)).isEqualTo("rwx------");
    assertThat(permissions(uploads)).isEqualTo("rwxr-x---");
  }

  @Test
  void aFileMovesFromOneToTheOtherAndBack() throws IOException {
    Files.write(db.resolve("large"), new byte[LARGE]);
    CommitId first = commit(false);
    Files.delete(db.resolve("large"));
    byte[] moved = new byte[LARGE];
    Files.write(uploads.resolve("large"), moved);
    CommitId second = commit(false);

    goTo(first);
    assertThat(db.resolve("large")).hasBinaryContent(moved);
    assertThat(uploads.resolve("large")).doesNotExist();
    goTo(second);
    assertThat(db.resolve("large")).doesNotExist();
    assertThat(uploads.resolve("large")).hasBinaryContent(moved);
  }

  @Test
  void aChangeThatIsCutOffClosesBothUntilItIsDecided() throws IOException {
    CommitId first = commit(false);
    Files.writeString(db.resolve("table"), "two");
    Files.writeString(uploads.resolve("picture"), "second");
    CommitId second = commit(false);
    for (boolean on : new boolean[] {false, true}) {
      assertThatThrownBy(() -> goTo(first, PathFilter.ALL, CUT)).hasMessage("cut off");
      boolean root = Linux.hasCapability(Linux.Capability.DAC_OVERRIDE);
      assertThat(List.of(permissions(db), permissions(uploads)))
          .containsOnly(root ? "---------" : "rwx------");
      assertThatThrownBy(() -> commit(false))
          .isInstanceOf(VolaryException.class)
          .hasMessageContaining("was interrupted");

      try (LiveWorktree worktree = LiveWorktree.openInterrupted(depot, target(), "switch")) {
        Interruption interruption = new Interruption(depot, ANN, RestoreListener.NONE);
        assertThat(on ? interruption.goOn(worktree) : interruption.goBack(worktree)).isEmpty();
      }
      assertThat(db.resolve("table")).hasContent(on ? "one" : "two");
      assertThat(uploads.resolve("picture")).hasContent(on ? "first" : "second");
      assertThat(permissions(db)).isEqualTo("rwx------");
      assertThat(permissions(uploads)).isEqualTo("rwxr-x---");
      assertThat(target().record().base()).contains(on ? first : second);
    }
  }

  @Test
  void aPartThatIsCutOffLeavesTheOtherItsOwnAttributes() throws IOException {
    CommitId first = commit(false);
    Files.writeString(db.resolve("table"), "two");
    commit(false);
    PathFilter table = PathFilter.of(List.of(ByteString.utf8("db/table")));
    assertThatThrownBy(() -> goTo(first, table, CUT)).hasMessage("cut off");

    try (LiveWorktree worktree = LiveWorktree.openInterrupted(depot, target(), "switch")) {
      new Interruption(depot, ANN, RestoreListener.NONE).goOn(worktree);
    }

    assertThat(db.resolve("table")).hasContent("one");
    assertThat(permissions(db)).isEqualTo("rwx------");
    assertThat(permissions(uploads)).isEqualTo("rwxr-x---");
  }

  @Test
  void anEmptiedOneIsNoNewTruth() throws IOException {
    for (int i = 0; i < 100; i++) {
      Files.writeString(db.resolve("file" + i), "data");
    }
    CommitId first = commit(false);
    Files.delete(uploads.resolve("picture"));

    assertThatThrownBy(() -> commit(false))
        .isInstanceOf(VolaryException.class)
        .hasMessageContaining("the subvolume uploads is empty");
    assertThat(commit(true)).isNotEqualTo(first);
    goTo(first);
    assertThat(uploads.resolve("picture")).hasContent("first");
  }

  @Test
  void anotherDirectoryInItsPlaceIsRefusedUntilItIsSaid() throws IOException {
    commit(false);
    Path old = folder.resolve("old");
    Files.move(db, old);
    Files.createDirectory(db);
    assertThatThrownBy(() -> commit(false))
        .isInstanceOf(VolaryException.class)
        .hasMessageContaining(db + " is not the directory that was registered");

    new OldWorktree(depot, ANN).repair(Linux.bytes(db), Optional.of(target().folder()));
    Files.writeString(db.resolve("table"), "restored by hand");
    commit(true);
    assertThat(target().record().inTree(Linux.realPath(Linux.bytes(db.resolve("table")))))
        .contains(ByteString.utf8("db/table"));
  }

  @Test
  void oneThatMovedIsFoundAgain() throws IOException {
    CommitId first = commit(false);
    Path moved = folder.resolve("moved");
    Files.move(db, moved);

    new OldWorktree(depot, ANN).repair(Linux.bytes(moved), Optional.empty());

    assertThat(commit(false)).isEqualTo(first);
  }

  @Test
  void oneThatACommitDoesNotHaveIsEmptiedAndStays() throws IOException {
    CommitId both = commit(false);
    Path single = Files.createDirectory(folder.resolve("single"));
    new NewWorktree(depot, ANN, RestoreListener.NONE)
        .run(target().volume(), Linux.bytes(single.resolve("tree")), new Head.Detached(), both);
    Files.delete(single.resolve("tree/uploads/picture"));
    Files.delete(single.resolve("tree/uploads"));
    CommitId without;
    Targets.WorktreeTarget copy =
        new Targets(depot, Linux.realPath(Linux.bytes(single.resolve("tree"))))
            .worktree(Optional.empty());
    try (LiveWorktree worktree = LiveWorktree.open(depot, copy, "commit")) {
      CommitTree.Request request =
          new CommitTree.Request(
              "no uploads",
              new TreeMap<>(),
              new Moment.Quiet(),
              new CommitTree.Allowances(false, true, false));
      without = new CommitTree(depot, ANN, CaptureProgress.NONE).run(worktree, request).commit();
    }

    goTo(without);

    assertThat(uploads).isEmptyDirectory();
    assertThat(db.resolve("table")).hasContent("one");
  }

  @Test
  void directoriesAreInOneWorktreeOnly() throws IOException {
    Path outer = Files.createDirectory(folder.resolve("outer"));
    Path inner = Files.createDirectory(outer.resolve("inner"));
    assertThatThrownBy(() -> join("other", Map.of("db", db)))
        .isInstanceOf(VolaryException.class)
        .hasMessageContaining("overlaps the worktree of volume shop");
    assertThatThrownBy(() -> join("nested", Map.of("a", outer, "b", inner)))
        .isInstanceOf(VolaryException.class)
        .hasMessageContaining("lie in each other");
    assertThat(depot.worktrees().all()).hasSize(1);
  }

  @Test
  void removingItLeavesTheDirectories() throws IOException {
    commit(false);
    OldWorktree worktrees = new OldWorktree(depot, ANN);
    Targets.WorktreeTarget target = target();
    assertThatThrownBy(
            () -> worktrees.remove(target, new OldWorktree.Removal(false, true, left -> {})))
        .isInstanceOf(VolaryException.class)
        .hasMessageContaining("say --keep-files");

    worktrees.remove(target, new OldWorktree.Removal(true, false, left -> {}));

    assertThat(db.resolve("table")).hasContent("one");
    assertThat(uploads.resolve("picture")).hasContent("first");
    assertThat(depot.worktrees().all()).isEmpty();
    assertThat(target.folder().directory()).doesNotExist();
  }
}
