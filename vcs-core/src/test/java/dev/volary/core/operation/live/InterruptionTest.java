package dev.volary.core.operation.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.capture.CaptureProgress;
import dev.volary.core.depot.Depot;
import dev.volary.core.depot.LiveWorktree;
import dev.volary.core.depot.Surroundings;
import dev.volary.core.depot.Targets;
import dev.volary.core.diff.PathFilter;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.Identity;
import dev.volary.core.history.RefName;
import dev.volary.core.history.ShelvedRef;
import dev.volary.core.linux.Linux;
import dev.volary.core.operation.Branches;
import dev.volary.core.restore.RestoreListener;
import dev.volary.core.worktree.Head;
import dev.volary.core.worktree.Pending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Changes of worktrees that were cut off, once or more often.
final class InterruptionTest {
  private static final Identity ANN = new Identity("Ann", "ann@example.org");
  private static final RestoreListener CUT =
      (entries, bytes) -> {
        throw new IllegalStateException("cut off");
      };

  @TempDir private Path folder;
  private Path data;
  private Depot depot;
  private CommitId first;
  private CommitId second;

  @BeforeEach
  void twoCommits() throws IOException {
    data = Files.createDirectory(folder.resolve("data"));
    depot =
        Depot.openOrCreate(
            folder.resolve("depot"),
            new Surroundings(InstantSource.system(), new SecureRandom(), Map.of()));
    Files.writeString(depot.layout().configFile(), "[depot]\n\tminFree = 1k\n");
    Files.writeString(data.resolve("state"), "one");
    new Initialise(depot)
        .run(new Initialise.Request(Linux.bytes(data), Optional.empty(), Optional.empty(), false));
    first = commit();
    Files.writeString(data.resolve("state"), "two");
    second = commit();
  }

  @AfterEach
  void close() {
    depot.close();
  }

  private Targets.WorktreeTarget target() throws IOException {
    return new Targets(depot, Linux.realPath(Linux.bytes(data))).worktree(Optional.empty());
  }

  private CommitId commit() throws IOException {
    try (LiveWorktree worktree = LiveWorktree.open(depot, target(), "commit")) {
      CommitTree.Request request =
          new CommitTree.Request(
              "state", new TreeMap<>(), new Moment.Live(), CommitTree.Allowances.NONE);
      return new CommitTree(depot, ANN, CaptureProgress.NONE).run(worktree, request).commit();
    }
  }

  private void goToFirst(RestoreListener listener) throws IOException {
    try (LiveWorktree worktree = LiveWorktree.open(depot, target(), "switch")) {
      TreeChange.Manner manner = new TreeChange.Manner(Uncommitted.REFUSE, false, step -> {});
      TreeChange.Request request =
          new TreeChange.Request(new Head.Detached(), first, PathFilter.ALL, manner);
      new TreeChange(depot, ANN, listener).run(worktree, request);
    }
  }

  private interface Finish {
    Optional<ShelvedRef> run(Interruption interruption, LiveWorktree worktree) throws IOException;
  }

  private Optional<ShelvedRef> finish(RestoreListener listener, Finish how) throws IOException {
    try (LiveWorktree worktree = LiveWorktree.openInterrupted(depot, target(), "switch")) {
      return how.run(new Interruption(depot, ANN, listener), worktree);
    }
  }

  @Test
  void goesOnToTheCommitThoughGoingBackWasCutOffToo() throws IOException {
    assertThatThrownBy(() -> goToFirst(CUT)).hasMessage("cut off");
    assertThatThrownBy(() -> finish(CUT, Interruption::goBack)).hasMessage("cut off");
    assertThat(finish(RestoreListener.NONE, Interruption::goOn)).isEmpty();

    assertThat(target().record().base()).contains(first);
    assertThat(data.resolve("state")).hasContent("one");
  }

  @Test
  void keepsWhatCameAfterTheInterruptionWhereTheDirectoryWasOpen() throws IOException {
    try (LiveWorktree worktree = LiveWorktree.open(depot, target(), "switch")) {
      worktree.write(worktree.record().with(new Pending.Changing(new Head.Detached(), first)));
    }
    Files.writeString(data.resolve("state"), "three");

    ShelvedRef kept = finish(RestoreListener.NONE, Interruption::goOn).orElseThrow();

    assertThat(data.resolve("state")).hasContent("one");
    assertThat(target().volume().history().read(kept.tip()).parents()).containsExactly(second);
  }

  @Test
  void staysInterruptedWhenItsBranchIsRenamed() throws IOException {
    assertThatThrownBy(() -> goToFirst(CUT)).hasMessage("cut off");
    new Branches(depot, ANN)
        .rename(target().volume(), RefName.branch("main"), RefName.branch("trunk"));

    assertThat(target().record().head()).isEqualTo(new Head.OnBranch("refs/heads/trunk"));
    assertThatThrownBy(this::commit)
        .isInstanceOf(VolaryException.class)
        .hasMessageContaining("was interrupted");
    finish(RestoreListener.NONE, Interruption::goBack);
    assertThat(data.resolve("state")).hasContent("two");
  }
}
