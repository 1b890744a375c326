package dev.volary.remote.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.core.depot.Volume;
import dev.volary.core.error.Fault;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.GitObjectId;
import dev.volary.core.history.HistoryTransfer.RefChange;
import dev.volary.core.history.RefName;
import dev.volary.core.operation.GarbageCollection;
import dev.volary.core.operation.Presence;
import dev.volary.core.reach.Completion;
import dev.volary.remote.client.FetchRequest;
import dev.volary.remote.client.RefOutcome;
import dev.volary.remote.client.TransferResult;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A server that let data go: what lands on top of it, and how it comes back.
final class LetGoTest extends TwoDepotsScene {
  private static final RefName WORK = RefName.branch("work");
  private CommitId lost;

  /// A branch there, at a commit whose data was here, there, and then collected there.
  @BeforeEach
  void letGo() throws IOException {
    checkedOut();
    write(here.data("copy").resolve("base/2"), 20, FILE_BYTES);
    lost = here.commit("copy", "to be lost");
    assertThat(push("main:work").fault()).isEmpty();
    Volume volume = there.volume("pgdata");
    remove(volume, WORK);
    volume.completeness().record(lost, Completion.EXPIRED);
    new GarbageCollection(there.depot(), TestDepot.ANN)
        .run(new GarbageCollection.Request(true, false));
    volume
        .history()
        .transfer()
        .update(
            new RefChange(
                WORK,
                Optional.empty(),
                Optional.of(GitObjectId.ofCommit(lost)),
                false,
                TestDepot.ANN,
                "test"));
    assertThat(state(lost)).isEqualTo(Completion.EXPIRED);
  }

  private static void remove(Volume volume, RefName ref) {
    GitObjectId stood = volume.history().transfer().refs(ref.value()).get(ref).object();
    volume
        .history()
        .transfer()
        .update(
            new RefChange(ref, Optional.of(stood), Optional.empty(), true, TestDepot.ANN, "test"));
  }

  private Completion state(CommitId commit) throws IOException {
    return there.volume("pgdata").completeness().of(commit).orElseThrow();
  }

  @Test
  void aChildLandsOnTopOfIt() throws IOException {
    write(here.data("copy").resolve("base/3"), 21, FILE_BYTES);
    CommitId child = here.commit("copy", "child");

    TransferResult pushed = push("main:work");

    assertThat(pushed.fault()).isEmpty();
    assertThat(pushed.bytes()).isBetween(2L * FILE_BYTES, FILE_BYTES * 5L / 2);
    assertThat(there.volume("pgdata").history().refs().find(WORK)).contains(child);
    assertThat(state(child)).isEqualTo(Completion.COMPLETE);
    assertThat(state(lost)).isEqualTo(Completion.EXPIRED);
    Presence.require(there.volume("pgdata"), child);
    // Who comes later gets the child's data, and the history of what it stands on.
    try (TestDepot other = new TestDepot(folder.resolve("other"))) {
      Volume copy = clone(other, FetchRequest.ALL).volume();
      assertThat(copy.completeness().of(child)).contains(Completion.COMPLETE);
      assertThat(copy.completeness().of(lost)).contains(Completion.NOT_FETCHED);
    }
  }

  @Test
  void whoHasItBringsItBackByPushingAgain() throws IOException {
    TransferResult fetched = fetch(FetchRequest.everything("origin"));
    assertThat(fetched.fault()).contains(Fault.NOT_FOUND);

    TransferResult pushed = push("main:work");

    assertThat(pushed.refs().getFirst().kind()).isEqualTo(RefOutcome.Moved.UP_TO_DATE);
    assertThat(pushed.bytes()).isBetween((long) FILE_BYTES, FILE_BYTES * 3L / 2);
    assertThat(state(lost)).isEqualTo(Completion.COMPLETE);
    assertThat(push("main:work").bytes()).isZero();
    try (TestDepot other = new TestDepot(folder.resolve("other"))) {
      assertThat(clone(other, FetchRequest.ALL).volume().completeness().of(lost))
          .contains(Completion.COMPLETE);
    }
  }

  @Test
  void anotherRefBringsItBackToo() throws IOException {
    assertThat(push("main:again").fault()).isEmpty();

    assertThat(state(lost)).isEqualTo(Completion.COMPLETE);
  }

  @Test
  void whoHasLetItGoTooBringsNothingBack() throws IOException {
    copy().completeness().record(lost, Completion.EXPIRED);

    assertThat(push("main:work").refs().getFirst().kind()).isEqualTo(RefOutcome.Moved.UP_TO_DATE);
    assertThat(push("main:again").fault()).contains(Fault.NOT_FOUND);
    assertThat(state(lost)).isEqualTo(Completion.EXPIRED);
  }
}
