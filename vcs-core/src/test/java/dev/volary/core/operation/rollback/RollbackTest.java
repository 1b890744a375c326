package dev.volary.core.operation.rollback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.capture.CaptureProgress;
import dev.volary.core.depot.Depot;
import dev.volary.core.depot.LiveWorktree;
import dev.volary.core.depot.Surroundings;
import dev.volary.core.depot.Targets;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.CommitInfo;
import dev.volary.core.history.Identity;
import dev.volary.core.history.RefName;
import dev.volary.core.history.VolumeHistory;
import dev.volary.core.linux.Linux;
import dev.volary.core.operation.live.CommitTree;
import dev.volary.core.operation.live.Initialise;
import dev.volary.core.operation.live.Interruption;
import dev.volary.core.operation.live.Moment;
import dev.volary.core.operation.live.TreeChange;
import dev.volary.core.operation.live.Uncommitted;
import dev.volary.core.restore.RestoreListener;
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

/// Going back by going on.
final class RollbackTest {
  private static final Identity ANN = new Identity("Ann", "ann@example.org");
  private static final RefName MAIN = RefName.branch("main");

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
    new Initialise(depot)
        .run(new Initialise.Request(Linux.bytes(data), Optional.empty(), Optional.empty(), false));
    Files.writeString(data.resolve("state"), "one");
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

  private CommitId rollback(Uncommitted uncommitted, boolean dryRun, RestoreListener listener)
      throws IOException {
    try (LiveWorktree worktree = LiveWorktree.open(depot, target(), "rollback")) {
      TreeChange.Manner manner = new TreeChange.Manner(uncommitted, dryRun, step -> {});
      return new Rollback(depot, ANN, listener).run(worktree, first, manner).commit();
    }
  }

  private VolumeHistory history() throws IOException {
    return target().volume().history();
  }

  @Test
  void theEarlierTreeIsANewCommitOnTopOfTheBranch() throws IOException {
    CommitId made = rollback(Uncommitted.REFUSE, false, RestoreListener.NONE);

    CommitInfo commit = history().read(made);
    assertThat(commit.parents()).containsExactly(second);
    assertThat(commit.facts().root()).isEqualTo(history().facts(first).root());
    assertThat(commit.facts().captured()).isAfterOrEqualTo(history().facts(second).captured());
    assertThat(commit.subject()).isEqualTo("Roll back to " + first.shortHex() + ": state");
    assertThat(history().refs().find(MAIN)).contains(made);
    assertThat(target().record().base()).contains(made);
    assertThat(data.resolve("state")).hasContent("one");
    assertThat(rollback(Uncommitted.REFUSE, false, RestoreListener.NONE)).isEqualTo(made);
  }

  @Test
  void aPlanChangesNothing() throws IOException {
    assertThat(rollback(Uncommitted.REFUSE, true, RestoreListener.NONE)).isEqualTo(second);

    assertThat(data.resolve("state")).hasContent("two");
    assertThat(history().refs().find(MAIN)).contains(second);
  }

  @Test
  void whatIsUncommittedIsKeptOrRefused() throws IOException {
    Files.writeString(data.resolve("state"), "three");
    assertThatThrownBy(() -> rollback(Uncommitted.REFUSE, false, RestoreListener.NONE))
        .isInstanceOf(VolaryException.class)
        .hasMessageContaining("has uncommitted changes");
    assertThat(history().refs().find(MAIN)).contains(second);

    rollback(Uncommitted.DISCARD, false, RestoreListener.NONE);

    assertThat(data.resolve("state")).hasContent("one");
  }

  @Test
  void oneThatIsCutOffGoesOnOrBackAndLosesNothing() throws IOException {
    RestoreListener cut =
        (entries, bytes) -> {
          throw new IllegalStateException("cut off");
        };
    assertThatThrownBy(() -> rollback(Uncommitted.REFUSE, false, cut)).hasMessage("cut off");
    assertThat(history().refs().find(MAIN)).contains(second);
    try (LiveWorktree worktree = LiveWorktree.openInterrupted(depot, target(), "switch")) {
      new Interruption(depot, ANN, RestoreListener.NONE).goBack(worktree);
    }
    assertThat(data.resolve("state")).hasContent("two");

    CommitId made = rollback(Uncommitted.REFUSE, false, RestoreListener.NONE);
    assertThat(history().read(made).parents()).containsExactly(second);
  }
}
