package dev.volary.remote.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.core.depot.Volume;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.GitObjectId;
import dev.volary.core.history.HistoryTransfer.RefChange;
import dev.volary.core.history.RefName;
import dev.volary.remote.client.FetchRequest;
import dev.volary.remote.client.FetchRequest.Tags;
import dev.volary.remote.client.RefOutcome;
import dev.volary.remote.client.TransferResult;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What comes along with a fetch, and what goes.
final class FollowingTest extends TwoDepotsScene {
  private static final RefName OLD = RefName.branch("old");
  private static final RefName FOLLOWED = RefName.remote("origin", "old");

  private static FetchRequest request(Tags tags, boolean prune, boolean dryRun) {
    return new FetchRequest("origin", List.of(), FetchRequest.NEW, tags, prune, dryRun);
  }

  private static void set(
      Volume volume, RefName ref, Optional<CommitId> before, Optional<CommitId> after) {
    volume
        .history()
        .transfer()
        .update(
            new RefChange(
                ref,
                before.map(GitObjectId::ofCommit),
                after.map(GitObjectId::ofCommit),
                true,
                TestDepot.ANN,
                "test"));
  }

  @Test
  void aBranchThatIsGoneThereGoesOnlyWhereThatIsAsked() throws IOException {
    Optional<CommitId> first = Optional.of(commits.getFirst());
    set(there.volume("pgdata"), OLD, Optional.empty(), first);
    cloned(FetchRequest.ALL);
    set(there.volume("pgdata"), OLD, first, Optional.empty());

    fetch(request(Tags.FOLLOW, false, false));
    assertThat(copy().history().refs().find(FOLLOWED)).isEqualTo(first);
    TransferResult pruned = fetch(request(Tags.FOLLOW, true, false));

    assertThat(pruned.refs())
        .filteredOn(ref -> ref.kind() == RefOutcome.Moved.DELETED)
        .extracting(RefOutcome::target)
        .containsExactly(FOLLOWED);
    assertThat(copy().history().refs().find(FOLLOWED)).isEmpty();
    assertThat(copy().history().refs().find(RefName.remote("origin", "main"))).isPresent();
  }

  @Test
  void aDryRunTellsAndChangesNothing() throws IOException {
    cloned(FetchRequest.ALL);
    CommitId before = commits.getLast();
    CommitId after = goOn();

    TransferResult told = fetch(request(Tags.FOLLOW, false, true));

    assertThat(told.refs().getFirst().kind()).isEqualTo(RefOutcome.Moved.FORWARD);
    assertThat(told.refs().getFirst().after()).contains(GitObjectId.ofCommit(after));
    assertThat(told.bytes()).isZero();
    assertThat(copy().history().refs().find(RefName.remote("origin", "main"))).contains(before);
    assertThat(copy().completeness().of(after)).isEmpty();
    assertThat(copy().history().transfer().refs("refs/volary/incoming/")).isEmpty();
  }

  @Test
  void tagsComeAlongAllOrNone() throws IOException {
    Volume volume = there.volume("pgdata");
    cloned(FetchRequest.ALL);
    RefName near = RefName.tag("near");
    RefName far = RefName.tag("far");
    set(volume, near, Optional.empty(), Optional.of(commits.getFirst()));
    here.init("other");
    write(here.data("other").resolve("base/1"), 71, 1000);
    CommitId unrelated = here.commit("other", "unrelated");
    assertThat(pushFrom("other", "main:refs/tags/far").fault()).isEmpty();

    fetch(request(Tags.NONE, false, false));
    assertThat(copy().history().transfer().refs(RefName.TAGS)).isEmpty();
    fetch(request(Tags.FOLLOW, false, false));
    assertThat(copy().history().transfer().refs(RefName.TAGS)).containsOnlyKeys(near);
    fetch(request(Tags.ALL, false, false));

    assertThat(copy().history().transfer().refs(RefName.TAGS)).containsOnlyKeys(near, far);
    assertThat(copy().completeness().of(unrelated)).isPresent();
  }

  @Test
  void labelsOfBothSidesAreMergedKeyByKey() throws IOException {
    CommitId commit = commits.getFirst();
    cloned(FetchRequest.ALL);
    label(there.volume("pgdata"), commit, "tier", "gold");
    fetch(request(Tags.FOLLOW, false, false));
    assertThat(copy().history().labels().of(commit)).containsEntry("tier", "gold");
    label(there.volume("pgdata"), commit, "theirs", "1");
    label(copy(), commit, "mine", "2");

    fetch(request(Tags.FOLLOW, false, false));

    assertThat(copy().history().labels().of(commit))
        .containsEntry("tier", "gold")
        .containsEntry("theirs", "1")
        .containsEntry("mine", "2");
  }

  private static void label(Volume volume, CommitId commit, String key, String value) {
    volume.history().labels().change(commit, Map.of(key, Optional.of(value)), TestDepot.ANN);
  }
}
