package dev.volary.remote.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.depot.Remote;
import dev.volary.core.depot.Volume;
import dev.volary.core.depot.VolumeName;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.RefName;
import dev.volary.core.history.RefUpdate;
import dev.volary.core.linux.Linux;
import dev.volary.core.operation.live.NewWorktree;
import dev.volary.core.operation.live.Uncommitted;
import dev.volary.core.reach.Completion;
import dev.volary.core.restore.RestoreListener;
import dev.volary.core.worktree.Head;
import dev.volary.fixtures.Seeds;
import dev.volary.remote.client.Clone;
import dev.volary.remote.client.CloneRequest;
import dev.volary.remote.client.Fetch;
import dev.volary.remote.client.FetchRequest;
import dev.volary.remote.client.Pull;
import dev.volary.remote.client.RefOutcome;
import dev.volary.remote.client.RefSpec;
import dev.volary.remote.client.TransferResult;
import dev.volary.remote.client.push.Forcing;
import dev.volary.remote.client.push.Push;
import dev.volary.remote.client.push.PushRequest;
import dev.volary.remote.transfer.TransferProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clone, fetch, pull and push between two depots on one machine.
final class TwoDepotsTest {
  private static final RefName MAIN = RefName.branch("main");

  @TempDir private Path folder;
  private TestDepot there;
  private TestDepot here;

  @BeforeEach
  void twoDepots() throws IOException {
    there = new TestDepot(folder.resolve("there"));
    here = new TestDepot(folder.resolve("here"));
    there.init("pgdata");
    write(there.data("pgdata").resolve("base/1"), 1, 300_000);
    write(there.data("pgdata").resolve("base/2"), 2, 5_000);
    there.commit("pgdata", "first");
    write(there.data("pgdata").resolve("base/2"), 3, 6_000);
    there.commit("pgdata", "second");
  }

  @AfterEach
  void close() {
    here.close();
    there.close();
  }

  private static void write(Path file, long seed, int length) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, Seeds.bytes(Seeds.generator(seed), length));
  }

  private Clone.Result cloned(int depth) throws IOException {
    return new Clone(here.depot(), TestDepot.ANN, TransferProgress.NONE)
        .run(
            there.transport("pgdata"),
            new CloneRequest(
                new VolumeName("copy"),
                new Remote("origin", "file:///there/pgdata", Optional.empty()),
                depth,
                FetchRequest.Tags.FOLLOW));
  }

  private Clone.Result checkedOut() throws IOException {
    Clone.Result clone = cloned(FetchRequest.ALL);
    new NewWorktree(here.depot(), TestDepot.ANN, RestoreListener.NONE)
        .run(
            clone.volume(),
            Linux.bytes(here.data("copy")),
            new Head.OnBranch(MAIN.value()),
            clone.tip().orElseThrow());
    return clone;
  }

  private static CommitId tip(Volume volume, RefName ref) {
    return volume.history().refs().find(ref).orElseThrow();
  }

  private TransferResult push(String... specs) throws IOException {
    return push(new Forcing.AsSaid(), false, specs);
  }

  private TransferResult push(Forcing forcing, boolean atomic, String... specs) throws IOException {
    List<RefSpec> parsed = List.of(specs).stream().map(RefSpec::parse).toList();
    return new Push(here.depot(), TestDepot.ANN, TransferProgress.NONE)
        .run(
            here.volume("copy"),
            there.transport("pgdata"),
            new PushRequest("origin", parsed, forcing, false, atomic, false));
  }

  @Test
  void aCloneHasEverything() throws IOException {
    Clone.Result clone = checkedOut();

    assertThat(clone.branch()).contains(MAIN);
    assertThat(clone.tip()).contains(tip(there.volume("pgdata"), MAIN));
    assertThat(clone.volume().completeness().all().values())
        .containsExactly(Completion.COMPLETE, Completion.COMPLETE);
    assertThat(here.data("copy").resolve("base/1"))
        .hasSameBinaryContentAs(there.data("pgdata").resolve("base/1"));
    assertThat(here.data("copy").resolve("base/2"))
        .hasSameBinaryContentAs(there.data("pgdata").resolve("base/2"));
    assertThat(clone.volume().history().transfer().refs("refs/volary/incoming/")).isEmpty();
    assertThat(Clone.isUnfinished(clone.volume())).isFalse();
  }

  @Test
  void aShallowCloneHasTheNewestDataOnly() throws IOException {
    Clone.Result clone = cloned(1);

    assertThat(clone.volume().completeness().of(clone.tip().orElseThrow()))
        .contains(Completion.COMPLETE);
    assertThat(clone.volume().completeness().all().values())
        .containsExactlyInAnyOrder(Completion.COMPLETE, Completion.NOT_FETCHED);
  }

  @Test
  void fetchingAgainBringsOnlyWhatIsNew() throws IOException {
    Clone.Result clone = cloned(FetchRequest.ALL);
    write(there.data("pgdata").resolve("base/3"), 4, 4_000);
    CommitId third = there.commit("pgdata", "third");

    TransferResult fetched = fetch(clone.volume());

    assertThat(fetched.bytes()).isBetween(4_000L, 8_000L);
    assertThat(tip(clone.volume(), RefName.remote("origin", "main"))).isEqualTo(third);
    assertThat(fetched.refs().getFirst().kind()).isEqualTo(RefOutcome.Moved.FORWARD);
    assertThat(fetch(clone.volume()).bytes()).isZero();
  }

  private TransferResult fetch(Volume volume) throws IOException {
    return new Fetch(here.depot(), TestDepot.ANN, TransferProgress.NONE)
        .run(volume, there.transport("pgdata"), FetchRequest.everything("origin"));
  }

  @Test
  void whatAnotherVolumeHasIsNotSentAgain() throws IOException {
    here.init("twin");
    write(here.data("twin").resolve("base/1"), 1, 300_000);
    here.commit("twin", "the same bytes");

    assertThat(cloned(FetchRequest.ALL).transfer().bytes()).isBetween(11_000L, 20_000L);
  }

  @Test
  void aPushedBranchIsWholeThere() throws IOException {
    checkedOut();
    write(here.data("copy").resolve("base/9"), 9, 50_000);
    CommitId mine = here.commit("copy", "mine");

    TransferResult pushed = push("main:work");

    assertThat(pushed.fault()).isEmpty();
    assertThat(pushed.refs().getFirst().summary()).isEqualTo("[new branch]");
    assertThat(pushed.bytes()).isBetween(50_000L, 55_000L);
    Volume target = there.volume("pgdata");
    assertThat(tip(target, RefName.branch("work"))).isEqualTo(mine);
    assertThat(target.completeness().of(mine)).contains(Completion.COMPLETE);
    assertThat(tip(here.volume("copy"), RefName.remote("origin", "work"))).isEqualTo(mine);
    assertThat(push("main:work").refs().getFirst().kind()).isEqualTo(RefOutcome.Moved.UP_TO_DATE);
    assertThat(push("main:again").bytes()).isLessThan(64 << 10);
    assertThat(push(":work").refs().getFirst().kind()).isEqualTo(RefOutcome.Moved.DELETED);
    assertThat(target.history().refs().find(RefName.branch("work"))).isEmpty();
  }

  @Test
  void aBranchThatIsLiveThereIsNotMoved() throws IOException {
    checkedOut();
    write(here.data("copy").resolve("base/9"), 9, 5_000);
    here.commit("copy", "mine");

    TransferResult pushed = push("main");

    assertThat(pushed.refs().getFirst().summary()).isEqualTo("[remote rejected]");
    assertThat(pushed.fault()).isPresent();
  }

  @Test
  void whatWentApartIsRefusedUnlessForced() throws IOException {
    checkedOut();
    write(here.data("copy").resolve("base/9"), 9, 5_000);
    here.commit("copy", "mine");
    assertThat(push("main:work").fault()).isEmpty();
    CommitId theirs = tip(there.volume("pgdata"), MAIN);
    there
        .volume("pgdata")
        .history()
        .refs()
        .update(
            new RefUpdate(
                RefName.branch("other"), Optional.empty(), theirs, TestDepot.ANN, "test"));
    write(there.data("pgdata").resolve("base/3"), 4, 4_000);
    there.commit("pgdata", "third");
    there
        .volume("pgdata")
        .history()
        .refs()
        .update(
            new RefUpdate(
                RefName.branch("other"),
                Optional.of(theirs),
                tip(there.volume("pgdata"), MAIN),
                TestDepot.ANN,
                "test"));

    assertThat(push("main:other").refs().getFirst().remark()).contains("fetch first");
    assertThat(push("main:other").fault()).contains(Fault.BUSY);
    Forcing stale = new Forcing.WithLease(Map.of());
    assertThat(push(stale, false, "main:other").refs().getFirst().remark()).contains("stale info");
    fetch(here.volume("copy"));
    assertThat(push("main:other").refs().getFirst().remark()).contains("non-fast-forward");
    TransferResult forced = push(stale, false, "main:other");
    assertThat(forced.refs().getFirst().kind()).isEqualTo(RefOutcome.Moved.FORCED);
  }

  @Test
  void anAtomicPushMovesAllOrNothing() throws IOException {
    checkedOut();
    write(here.data("copy").resolve("base/9"), 9, 5_000);
    here.commit("copy", "mine");

    TransferResult pushed = push(new Forcing.AsSaid(), true, "main", "main:fine");

    assertThat(pushed.refs()).noneMatch(RefOutcome::isDone);
    assertThat(there.volume("pgdata").history().refs().find(RefName.branch("fine"))).isEmpty();
  }

  @Test
  void pullingTakesTheWorktreeForward() throws IOException {
    checkedOut();
    write(there.data("pgdata").resolve("base/3"), 4, 4_000);
    CommitId third = there.commit("pgdata", "third");

    Pull.Result pulled = pull();

    assertThat(pulled.after()).isEqualTo(third);
    assertThat(tip(here.volume("copy"), MAIN)).isEqualTo(third);
    assertThat(here.data("copy").resolve("base/3"))
        .hasSameBinaryContentAs(there.data("pgdata").resolve("base/3"));
    assertThat(pull().change()).isEmpty();
  }

  @Test
  void pullingChangesNothingWhereBothWentOn() throws IOException {
    checkedOut();
    write(there.data("pgdata").resolve("base/3"), 4, 4_000);
    there.commit("pgdata", "third");
    write(here.data("copy").resolve("base/9"), 9, 5_000);
    CommitId mine = here.commit("copy", "mine");

    assertThatThrownBy(this::pull)
        .isInstanceOf(VolaryException.class)
        .hasMessageContaining("gone apart")
        .extracting(e -> ((VolaryException) e).fault())
        .isEqualTo(Fault.CONFLICT);
    assertThat(tip(here.volume("copy"), MAIN)).isEqualTo(mine);
    assertThat(here.data("copy").resolve("base/3")).doesNotExist();
  }

  private Pull.Result pull() throws IOException {
    return new Pull(here.depot(), TestDepot.ANN, TransferProgress.NONE, RestoreListener.NONE)
        .run(
            here.worktree("copy"),
            there.transport("pgdata"),
            new Pull.Request(
                FetchRequest.everything("origin"), Optional.empty(), Uncommitted.REFUSE));
  }
}
