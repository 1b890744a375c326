package dev.volary.remote.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.depot.Remote;
import dev.volary.core.depot.Remotes;
import dev.volary.core.depot.Volume;
import dev.volary.core.depot.VolumeName;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.reach.Completion;
import dev.volary.core.session.DepotLock;
import dev.volary.remote.client.Clone;
import dev.volary.remote.client.CloneRequest;
import dev.volary.remote.client.Fetch;
import dev.volary.remote.client.FetchRequest;
import dev.volary.remote.transfer.TransferPhase;
import dev.volary.remote.transfer.TransferProgress;
import dev.volary.remote.wire.Answer;
import dev.volary.remote.wire.Request;
import dev.volary.remote.wire.Transport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// One fetch from two depots that have the same commits.
@Timeout(120)
final class SeveralSourcesTest extends TwoDepotsScene {
  /// Some six questions.
  private static final int CHUNKS = 5_000;

  private static final VolumeName MINE = new VolumeName("mine");

  private final List<String> said = Collections.synchronizedList(new ArrayList<>());
  private TestDepot third;

  /// A way to a volume that counts what objects were asked for, and can break or stall.
  private static final class Watched implements Transport {
    private final Transport through;
    private final AtomicInteger asked = new AtomicInteger();
    private final int breaksAfter;
    private final CountDownLatch stall;

    /// @param breaksAfter so many questions for objects are answered, none afterwards
    /// @param stall what answers to such questions wait for
    Watched(Transport through, int breaksAfter, CountDownLatch stall) {
      this.through = through;
      this.breaksAfter = breaksAfter;
      this.stall = stall;
    }

    @Override
    public Answer send(Request request) {
      if (request.path().endsWith("/objects")) {
        try {
          stall.await();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
        if (asked.incrementAndGet() > breaksAfter) {
          throw new VolaryException(Fault.NETWORK, "the cable was pulled");
        }
      }
      return through.send(request);
    }

    @Override
    public String address() {
      return through.address();
    }

    @Override
    public void close() {
      through.close();
    }
  }

  /// `there` and `here` have the same commits of many chunks; `third` knows of both, and has
  /// nothing.
  @BeforeEach
  void twoThatHaveIt() throws IOException {
    for (int i = 0; i < CHUNKS; i++) {
      write(there.data("pgdata").resolve("base/n" + i), 300 + i, 100);
    }
    commits.add(there.commit("pgdata", "many"));
    cloned(FetchRequest.ALL);
    third = new TestDepot(folder.resolve("third"));
    try (DepotLock _ = third.depot().lock("volumes", "test")) {
      Volume mine = third.depot().createVolume(MINE);
      Remotes.of(mine).add(new Remote("origin", "file:///there/pgdata", Optional.empty()));
    }
  }

  private void fetch(Transport first, Transport... others) throws IOException {
    TransferProgress progress =
        new TransferProgress() {
          @Override
          public void at(TransferPhase phase, long bytes, OptionalLong total) {}

          @Override
          public void said(String line) {
            said.add(line);
          }
        };
    new Fetch(third.depot(), TestDepot.ANN, progress, List.of(others))
        .run(third.volume("mine"), first, request(FetchRequest.ALL));
  }

  private static Watched watched(Transport through, int breaksAfter) {
    return new Watched(through, breaksAfter, new CountDownLatch(0));
  }

  private void requireAll() throws IOException {
    assertThat(states(third.volume("mine"), commits)).containsOnly(Completion.COMPLETE);
  }

  @Test
  void bothAreAsked() throws IOException {
    Watched first = watched(there.transport("pgdata"), Integer.MAX_VALUE);
    Watched second = watched(here.transport("copy"), Integer.MAX_VALUE);
    fetch(first, second);
    requireAll();
    assertThat(first.asked.get()).isPositive();
    assertThat(second.asked.get()).isPositive();
    assertThat(said).isEmpty();
  }

  @Test
  void oneThatStallsDoesNotHoldTheOthersUp() throws Exception {
    CountDownLatch stall = new CountDownLatch(1);
    Watched slow = new Watched(here.transport("copy"), Integer.MAX_VALUE, stall);
    Watched fast = watched(there.transport("pgdata"), Integer.MAX_VALUE);
    Transport releasing =
        new Transport() {
          @Override
          public Answer send(Request request) {
            // The slow one answers only when most has come from here.
            if (fast.asked.get() >= 2) {
              stall.countDown();
            }
            return fast.send(request);
          }

          @Override
          public String address() {
            return fast.address();
          }

          @Override
          public void close() {}
        };
    fetch(releasing, slow);
    requireAll();
    assertThat(fast.asked.get()).isGreaterThan(2);
  }

  @Test
  void oneThatFailsDropsOutAndTheOtherGoesOn() throws IOException {
    fetch(
        watched(there.transport("pgdata"), 2), watched(here.transport("copy"), Integer.MAX_VALUE));
    requireAll();
    assertThat(said).anyMatch(line -> line.startsWith("going on without"));
  }

  @Test
  void whereBothFailTheFetchDoesAndGoesOnLater() throws IOException {
    assertThatThrownBy(
            () -> fetch(watched(there.transport("pgdata"), 3), watched(here.transport("copy"), 2)))
        .isInstanceOfSatisfying(
            VolaryException.class, e -> assertThat(e.fault()).isEqualTo(Fault.NETWORK));
    fetch(there.transport("pgdata"), here.transport("copy"));
    requireAll();
  }

  @Test
  void oneThatLacksSomeOfItIsNotAsked() throws IOException {
    new Clone(third.depot(), TestDepot.ANN, TransferProgress.NONE)
        .run(
            there.transport("pgdata"),
            new CloneRequest(
                new VolumeName("poor"),
                new Remote("origin", "file:///there/pgdata", Optional.empty()),
                1,
                FetchRequest.Tags.FOLLOW));
    Watched poor = watched(third.transport("poor"), 0);
    fetch(there.transport("pgdata"), poor);
    requireAll();
    assertThat(poor.asked.get()).isZero();
    assertThat(said).anyMatch(line -> line.contains("not asked"));
  }
}
