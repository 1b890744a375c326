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
import dev.volary.core.history.CommitInfo;
import dev.volary.core.history.Identity;
import dev.volary.core.history.NewCommit;
import dev.volary.core.history.RefName;
import dev.volary.core.history.ShelvedRef;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.Linux;
import dev.volary.core.operation.Branches;
import dev.volary.core.reach.Completion;
import dev.volary.core.restore.RestoreListener;
import dev.volary.core.worktree.Head;
import dev.volary.core.worktree.Pending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  private Targets.WorktreeTarget neverCommitted() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    new Initialise(depot)
        .run(new Initialise.Request(Linux.bytes(empty), Optional.empty(), Optional.empty(), false));
    return new Targets(depot, Linux.realPath(Linux.bytes(empty))).worktree(Optional.empty());
  }

  /// Puts commits into the volume of a worktree that comes from none.
  private CommitId foreign(Targets.WorktreeTarget empty) throws IOException {
    CommitInfo source = target().volume().history().read(second);
    CommitId commit =
        empty
            .volume()
            .history()
            .commit(new NewCommit(List.of(), ANN, source.text(), source.labels(), source.facts()));
    empty.volume().completeness().record(commit, Completion.COMPLETE);
    return commit;
  }

  @Test
  void aPartInAWorktreeWithoutACommitThatWasCutOffBeforeItBeganChangesNothing() throws IOException {
    Targets.WorktreeTarget empty = neverCommitted();
    CommitId commit = foreign(empty);
    for (Finish how : List.<Finish>of(Interruption::goOn, Interruption::goBack)) {
      try (LiveWorktree worktree = LiveWorktree.open(depot, empty, "restore")) {
        worktree.write(worktree.record().with(new Pending.ChangingPart(commit)));
      }
      assertThatThrownBy(() -> LiveWorktree.open(depot, empty, "commit"))
          .hasMessageContaining("in part to " + commit.shortHex() + " was interrupted");
      try (LiveWorktree worktree = LiveWorktree.openInterrupted(depot, empty, "switch")) {
        assertThat(how.run(new Interruption(depot, ANN, RestoreListener.NONE), worktree)).isEmpty();
        assertThat(worktree.record().base()).isEmpty();
        assertThat(worktree.record().pending()).isEqualTo(new Pending.Nothing());
      }
    }
    assertThat(folder.resolve("empty")).isEmptyDirectory();
  }

  @Test
  void aPartInAWorktreeWithoutACommitGoesOn() throws IOException {
    Targets.WorktreeTarget empty = neverCommitted();
    CommitId commit = foreign(empty);
    TreeChange.Request request =
        new TreeChange.Request(
            empty.record().head(),
            commit,
            PathFilter.of(List.of(ByteString.utf8("state"))),
            new TreeChange.Manner(Uncommitted.REFUSE, false, step -> {}));
    try (LiveWorktree worktree = LiveWorktree.open(depot, empty, "restore")) {
      assertThatThrownBy(() -> new TreeChange(depot, ANN, CUT).run(worktree, request))
          .hasMessage("cut off");
      assertThat(worktree.record().pending()).isEqualTo(new Pending.ChangingPart(commit));
    }
    try (LiveWorktree worktree = LiveWorktree.openInterrupted(depot, empty, "switch")) {
      new Interruption(depot, ANN, RestoreListener.NONE).goOn(worktree);
      assertThat(worktree.record().base()).isEmpty();
      assertThat(worktree.record().head()).isEqualTo(empty.record().head());
    }
    assertThat(folder.resolve("empty/state")).hasContent("two");
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
