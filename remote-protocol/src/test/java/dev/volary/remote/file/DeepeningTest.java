package dev.volary.remote.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.RefName;
import dev.volary.core.history.RefUpdate;
import dev.volary.core.operation.Presence;
import dev.volary.core.reach.Completion;
import dev.volary.remote.client.FetchRequest;
import dev.volary.remote.client.TransferResult;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Data that was left out at first and is brought later.
final class DeepeningTest extends TwoDepotsScene {
  private static final Completion COMPLETE = Completion.COMPLETE;
  private static final Completion NOT_FETCHED = Completion.NOT_FETCHED;

  private List<Completion> states() throws IOException {
    return states(copy(), commits);
  }

  @Test
  void aGreaterDepthBringsWhatIsOlder() throws IOException {
    cloned(1);
    assertThat(states()).containsExactly(NOT_FETCHED, NOT_FETCHED, COMPLETE);

    TransferResult deeper = fetch(request(2));

    assertThat(deeper.bytes()).isBetween((long) FILE_BYTES, FILE_BYTES * 3L / 2);
    assertThat(states()).containsExactly(NOT_FETCHED, COMPLETE, COMPLETE);
    assertThat(fetch(request(2)).bytes()).isZero();
  }

  @Test
  void allOfItComesWhereThatIsAsked() throws IOException {
    cloned(1);

    assertThat(fetch(FetchRequest.everything("origin")).bytes()).isZero();
    assertThat(states()).containsExactly(NOT_FETCHED, NOT_FETCHED, COMPLETE);
    assertThat(fetch(request(FetchRequest.ALL)).bytes()).isGreaterThan(2L * FILE_BYTES);
    assertThat(states()).containsOnly(COMPLETE);
  }

  @Test
  void whatIsNewComesAndWhatWasLeftOutStaysSo() throws IOException {
    cloned(FetchRequest.HISTORY_ONLY);
    goOn();

    fetch(FetchRequest.everything("origin"));

    assertThat(states()).containsExactly(NOT_FETCHED, NOT_FETCHED, NOT_FETCHED, COMPLETE);
  }

  @Test
  void aCommitIsFetchedByItsNameOrARefThatLeadsToIt() throws IOException {
    cloned(FetchRequest.HISTORY_ONLY);
    assertThatThrownBy(() -> Presence.require(copy(), commits.get(1)))
        .isInstanceOf(VolaryException.class)
        .hasMessageContaining("`volary fetch origin " + commits.get(1).shortHex() + "` brings it");

    TransferResult one = fetch(request(FetchRequest.NEW, commits.get(1).shortHex()));

    assertThat(one.refs()).isEmpty();
    assertThat(one.bytes()).isBetween((long) FILE_BYTES, FILE_BYTES * 3L / 2);
    assertThat(states()).containsExactly(NOT_FETCHED, COMPLETE, NOT_FETCHED);
    Presence.require(copy(), commits.get(1));
    fetch(request(FetchRequest.NEW, "origin/main~2"));
    assertThat(states()).containsExactly(COMPLETE, COMPLETE, NOT_FETCHED);
    fetch(request(FetchRequest.NEW, "main"));
    assertThat(states()).containsOnly(COMPLETE);
    assertThat(copy().history().transfer().refs("refs/volary/incoming/")).isEmpty();
  }

  @Test
  void whatNobodyKnowsIsNotThere() throws IOException {
    cloned(FetchRequest.HISTORY_ONLY);

    for (String name : List.of("nobody", "0123456789abcdef0123456789abcdef01234567")) {
      assertThatThrownBy(() -> fetch(request(FetchRequest.NEW, name)))
          .isInstanceOf(VolaryException.class)
          .hasMessageContaining(name)
          .extracting(e -> ((VolaryException) e).fault())
          .isEqualTo(Fault.NOT_FOUND);
    }
  }

  @Test
  void whatIsNotThereEitherIsSaid() throws IOException {
    cloned(FetchRequest.HISTORY_ONLY);
    there.volume("pgdata").completeness().record(commits.getFirst(), Completion.EXPIRED);

    assertThatThrownBy(() -> fetch(request(FetchRequest.NEW, commits.getFirst().toHex())))
        .isInstanceOf(VolaryException.class)
        .hasMessageContaining("is not at file://test/pgdata either")
        .extracting(e -> ((VolaryException) e).fault())
        .isEqualTo(Fault.NOT_FOUND);
    assertThat(states()).containsOnly(NOT_FETCHED);
  }

  @Test
  void theDepthIsThatOfEveryBranch() throws IOException {
    there
        .volume("pgdata")
        .history()
        .refs()
        .update(
            new RefUpdate(
                RefName.branch("old"),
                Optional.empty(),
                commits.getFirst(),
                TestDepot.ANN,
                "test"));

    cloned(1);

    assertThat(states()).containsExactly(COMPLETE, NOT_FETCHED, COMPLETE);
  }
}
