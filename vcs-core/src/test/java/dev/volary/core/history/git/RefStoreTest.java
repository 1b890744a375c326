package dev.volary.core.history.git;

import static dev.volary.core.history.git.GitHistoryTest.fails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.RefName;
import dev.volary.core.history.RefUpdate;
import dev.volary.core.history.ReflogEntry;
import dev.volary.core.history.Refs;
import dev.volary.core.history.ShelvedRef;
import dev.volary.core.history.ShelvedRef.Shelf;
import dev.volary.core.history.VolumeHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Refs move by compare-and-swap, and what they leave behind can be brought back.
final class RefStoreTest {
  private static final RefName SIDE = RefName.branch("side");

  @TempDir Path folder;
  private Scene scene;
  private Refs refs;

  @BeforeEach
  void create() {
    scene = Scene.create(folder);
    refs = scene.history.refs();
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void movesOnlyFromWhereItIsExpected() {
    CommitId a = scene.commit(Scene.MAIN, "a");
    CommitId b = scene.write("b", a);

    fails(Fault.CONFLICT, () -> refs.update(scene.update(Scene.MAIN, Optional.empty(), b)));
    fails(Fault.BUSY, () -> refs.update(scene.update(Scene.MAIN, Optional.of(b), b)));
    fails(Fault.NOT_FOUND, () -> refs.update(scene.update(SIDE, Optional.of(a), b)));
    CommitId nowhere = CommitId.hex("2".repeat(40));
    fails(Fault.NOT_FOUND, () -> refs.update(scene.update(Scene.MAIN, Optional.of(a), nowhere)));
    assertThat(refs.find(Scene.MAIN)).contains(a);
    assertThat(refs.update(scene.update(Scene.MAIN, Optional.of(a), b))).isEmpty();
    assertThat(refs.find(Scene.MAIN)).contains(b);
  }

  @Test
  void namesThatExcludeEachOther() {
    scene.commit(Scene.MAIN, "main");
    scene.commit(RefName.branch("a"), "a");
    fails(Fault.CONFLICT, () -> scene.commit(RefName.branch("a/b"), "b"));
    scene.commit(RefName.branch("c/d"), "c");
    fails(Fault.CONFLICT, () -> scene.commit(RefName.branch("c"), "c"));
    assertThat(scene.fsck()).isEmpty();
  }

  @Test
  void keepsTipsThatAreOverwritten() {
    CommitId a = scene.commit(Scene.MAIN, "a");
    CommitId b = scene.commit(Scene.MAIN, "b");
    Optional<ShelvedRef> kept = refs.update(scene.update(Scene.MAIN, Optional.of(b), a));

    assertThat(kept).isPresent();
    assertThat(kept.get().tip()).isEqualTo(b);
    assertThat(kept.get().origin()).isEqualTo(Scene.MAIN);
    assertThat(refs.shelved(Shelf.KEPT)).containsExactly(kept.get());
    assertThat(scene.git("for-each-ref", "--format=%(objectname)", kept.get().ref().value()))
        .contains(b.toHex());
  }

  @Test
  void bringsDeletedBranchesBack() {
    CommitId a = scene.commit(SIDE, "a");
    fails(Fault.BUSY, () -> refs.delete(SIDE, CommitId.hex("3".repeat(40)), Shelf.KEPT, Scene.ANN));
    ShelvedRef kept = refs.delete(SIDE, a, Shelf.TRASH, Scene.ANN);
    fails(Fault.NOT_FOUND, () -> refs.delete(SIDE, a, Shelf.KEPT, Scene.ANN));
    assertThat(refs.find(SIDE)).isEmpty();
    assertThat(refs.reflog(SIDE)).isEmpty();
    assertThat(scene.fsck()).doesNotContain("error");

    refs.restore(kept, SIDE, Scene.ANN);
    assertThat(refs.find(SIDE)).contains(a);
    assertThat(refs.shelved(Shelf.TRASH)).isEmpty();
    refs.delete(SIDE, a, Shelf.KEPT, Scene.ANN);
    scene.commit(SIDE, "other");
    ShelvedRef first = refs.shelved(Shelf.KEPT).getFirst();
    fails(Fault.CONFLICT, () -> refs.restore(first, SIDE, Scene.ANN));
    refs.restore(first, RefName.branch("again"), Scene.ANN);
    assertThat(refs.list(RefName.BRANCHES)).containsKeys(SIDE, RefName.branch("again"));
  }

  @Test
  void letsGoOfWhatLayLongEnough() {
    CommitId a = scene.commit(Scene.MAIN, "a");
    ShelvedRef old = refs.shelve(Shelf.SAFETY, Scene.MAIN, a);
    ShelvedRef young = refs.shelve(Shelf.SAFETY, Scene.MAIN, a);

    assertThat(refs.shelved(Shelf.SAFETY)).containsExactly(young, old);
    assertThat(refs.expire(Shelf.SAFETY, young.since())).containsExactly(old);
    assertThat(refs.shelved(Shelf.SAFETY)).containsExactly(young);
    refs.drop(young);
    assertThat(refs.shelved(Shelf.SAFETY)).isEmpty();
    fails(Fault.NOT_FOUND, () -> refs.drop(young));
  }

  @Test
  void twoTipsOfOneMomentHaveTwoNames() {
    CommitId a = scene.commit(Scene.MAIN, "a");
    try (VolumeHistory still =
        GitHistory.open(scene.gitDir, Scene.setup(InstantSource.fixed(Scene.START)))) {
      still.refs().shelve(Shelf.STASH, Scene.MAIN, a);
      still.refs().shelve(Shelf.STASH, Scene.MAIN, a);
    }
    assertThat(refs.shelved(Shelf.STASH)).hasSize(2);
  }

  @Test
  void renamesWithItsPast() {
    CommitId a = scene.commit(Scene.MAIN, "a");
    RefName trunk = RefName.branch("trunk");
    refs.rename(Scene.MAIN, trunk, Scene.ANN);

    assertThat(refs.find(Scene.MAIN)).isEmpty();
    assertThat(refs.find(trunk)).contains(a);
    assertThat(refs.defaultBranch()).isEqualTo(trunk);
    assertThat(refs.reflog(trunk)).extracting(ReflogEntry::after).containsExactly(a, a);
    assertThat(scene.git("symbolic-ref", "HEAD").strip()).isEqualTo("refs/heads/trunk");
    RefName deep = RefName.branch("trunk/deep");
    refs.rename(trunk, deep, Scene.ANN);
    assertThat(refs.find(deep)).contains(a);
    scene.commit(SIDE, "side");
    fails(Fault.CONFLICT, () -> refs.rename(SIDE, deep, Scene.ANN));
    fails(Fault.NOT_FOUND, () -> refs.rename(trunk, SIDE, Scene.ANN));
    assertThat(scene.fsck()).isEmpty();
  }

  @Test
  void completesARenameThatWasKilledBetweenItsSteps() throws IOException {
    CommitId a = scene.commit(Scene.MAIN, "a");
    RefName trunk = RefName.branch("trunk");
    String reason = "branch: renamed " + Scene.MAIN + " to " + trunk;
    refs.update(new RefUpdate(trunk, Optional.empty(), a, Scene.ANN, reason));
    refs.rename(Scene.MAIN, trunk, Scene.ANN);
    assertThat(refs.list(RefName.BRANCHES)).containsOnlyKeys(trunk);
    assertThat(refs.defaultBranch()).isEqualTo(trunk);
    assertThat(refs.reflog(trunk)).extracting(ReflogEntry::after).containsExactly(a, a);

    // One more step done: the past is taken over, the old name still there.
    Path logs = scene.gitDir.resolve("logs/refs/heads");
    byte[] past = Files.readAllBytes(logs.resolve("trunk"));
    refs.rename(trunk, SIDE, Scene.ANN);
    refs.update(new RefUpdate(trunk, Optional.empty(), a, Scene.ANN, "test"));
    Files.write(logs.resolve("trunk"), past);
    refs.rename(trunk, SIDE, Scene.ANN);
    assertThat(refs.list(RefName.BRANCHES)).containsOnlyKeys(SIDE);
    assertThat(refs.reflog(SIDE)).hasSize(3);

    // Another branch of this name at the same commit is somebody else's.
    scene.commit(Scene.MAIN, "b");
    refs.update(
        new RefUpdate(trunk, Optional.empty(), refs.find(SIDE).orElseThrow(), Scene.ANN, "test"));
    fails(Fault.CONFLICT, () -> refs.rename(SIDE, trunk, Scene.ANN));
    assertThat(scene.fsck()).isEmpty();
  }

  @Test
  void completesANestedRenameThatWasKilledWhileTheTipWaited() {
    CommitId a = scene.commit(Scene.MAIN, "a");
    RefName deep = RefName.branch("main/deep");
    refs.rename(Scene.MAIN, deep, Scene.ANN);
    refs.delete(deep, a, Shelf.TRASH, Scene.ANN);
    refs.rename(Scene.MAIN, deep, Scene.ANN);
    assertThat(refs.find(deep)).contains(a);
    refs.rename(deep, SIDE, Scene.ANN);
    fails(
        Fault.NOT_FOUND,
        () -> refs.rename(RefName.branch("other"), RefName.branch("other/x"), Scene.ANN));
  }

  @Test
  void tellsWhatMovedARef() {
    CommitId a = scene.commit(Scene.MAIN, "a");
    CommitId b = scene.commit(Scene.MAIN, "b\nsecond line");

    List<ReflogEntry> log = refs.reflog(Scene.MAIN);
    assertThat(log).extracting(ReflogEntry::after).containsExactly(b, a);
    assertThat(log)
        .extracting(ReflogEntry::before)
        .containsExactly(Optional.of(a), Optional.empty());
    assertThat(log.getFirst().reason()).isEqualTo("commit: b second line");
    assertThat(log.getFirst().by()).isEqualTo(Scene.ANN);
    assertThat(scene.git("reflog", "show", "main")).contains("commit: b second line");
    assertThat(scene.history.resolve("main@{1}")).isEqualTo(a);
    assertThat(scene.history.resolve("@{1}")).isEqualTo(a);
    fails(Fault.NOT_FOUND, () -> scene.history.resolve("main@{7}"));
  }

  @Test
  void survivesATornLogLine() throws IOException {
    CommitId a = scene.commit(Scene.MAIN, "a");
    Path log = scene.gitDir.resolve("logs/refs/heads/main");
    Files.writeString(log, Files.readString(log) + "0123 torn");
    assertThat(refs.reflog(Scene.MAIN)).extracting(ReflogEntry::after).containsExactly(a);
    assertThat(scene.history.roots()).hasSize(1);
  }

  @Test
  void removesLocksOfTheDead() throws IOException {
    CommitId a = scene.commit(Scene.MAIN, "a");
    for (String name : List.of("refs/heads/main", "HEAD", "packed-refs", "refs/heads/x/y")) {
      Path lock = scene.gitDir.resolve(name + ".lock");
      Files.createDirectories(lock.getParent());
      Files.writeString(lock, "");
    }
    CommitId b = scene.commit(Scene.MAIN, "b");
    refs.setDefaultBranch(SIDE);
    refs.delete(Scene.MAIN, b, Shelf.KEPT, Scene.ANN);
    scene.commit(RefName.branch("x/y"), "xy");
    assertThat(scene.history.contains(a)).isTrue();
    Files.writeString(scene.gitDir.resolve("refs/heads/zombie.lock"), "");
    assertThat(scene.history.maintain().removedLocks()).isEqualTo(1);
  }

  @Test
  void tellsAMoveThatWasMadeFromOneThatWasNot() throws IOException {
    CommitId a = scene.commit(Scene.MAIN, "a");
    CommitId b = scene.write("b", a);
    Refs.Move move = new Refs.Move(Scene.MAIN, Optional.of(a), b);
    refs.recordMove("worktree-1", move);

    assertThat(refs.recordedMove("worktree-1")).contains(move);
    assertThat(refs.recordedMove("worktree-2")).isEmpty();
    assertThat(refs.happened(move)).isFalse();
    refs.update(scene.update(Scene.MAIN, Optional.of(a), b));
    assertThat(refs.happened(move)).isTrue();
    CommitId c = scene.commit(Scene.MAIN, "c");
    assertThat(refs.happened(move)).isTrue();
    refs.update(scene.update(Scene.MAIN, Optional.of(c), scene.write("elsewhere")));
    assertThat(refs.happened(move)).isTrue();
    assertThat(refs.happened(new Refs.Move(SIDE, Optional.empty(), b))).isFalse();
    refs.clearMove("worktree-1");
    assertThat(refs.recordedMove("worktree-1")).isEmpty();
    fails(Fault.USAGE, () -> refs.recordMove("../escape", move));
    Files.writeString(scene.gitDir.resolve("volary/moves/bad"), "volary-move 1\nref x\n");
    fails(Fault.CORRUPT, () -> refs.recordedMove("bad"));
  }

  @Test
  void oneOfTwoUpdatersWins() throws InterruptedException, ExecutionException {
    CommitId base = scene.commit(Scene.MAIN, "base");
    List<CommitId> proposals = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      proposals.add(scene.write("proposal " + i, base));
    }
    List<Callable<Boolean>> updaters = new ArrayList<>();
    for (CommitId proposal : proposals) {
      updaters.add(() -> wins(base, proposal));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      int winners = 0;
      for (Future<Boolean> outcome : threads.invokeAll(updaters)) {
        winners += outcome.get() ? 1 : 0;
      }
      assertThat(winners).isEqualTo(1);
    }
    assertThat(proposals).contains(refs.find(Scene.MAIN).orElseThrow());
    assertThat(scene.fsck()).isEmpty();
  }

  private boolean wins(CommitId base, CommitId proposal) {
    try (Scene other = Scene.open(scene.gitDir)) {
      other.history.refs().update(scene.update(Scene.MAIN, Optional.of(base), proposal));
      return true;
    } catch (VolaryException e) {
      assertThat(e.fault()).isEqualTo(Fault.BUSY);
      return false;
    }
  }
}
