package dev.volary.remote.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.core.depot.Remote;
import dev.volary.core.depot.Volume;
import dev.volary.core.depot.VolumeName;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.HistoryTransfer.RawRef;
import dev.volary.core.history.RefName;
import dev.volary.core.operation.DepotCheck;
import dev.volary.core.reach.Completion;
import dev.volary.core.verify.VerifyProgress;
import dev.volary.fixtures.Seeds;
import dev.volary.remote.client.Clone;
import dev.volary.remote.client.CloneRequest;
import dev.volary.remote.client.Fetch;
import dev.volary.remote.client.FetchRequest;
import dev.volary.remote.client.RefSpec;
import dev.volary.remote.client.Retry;
import dev.volary.remote.client.TransferResult;
import dev.volary.remote.client.http.HttpSettings;
import dev.volary.remote.client.http.HttpTransport;
import dev.volary.remote.client.push.Push;
import dev.volary.remote.client.push.PushRequest;
import dev.volary.remote.server.ServerLog;
import dev.volary.remote.server.depot.DepotService;
import dev.volary.remote.server.web.Listen;
import dev.volary.remote.server.web.WebLimits;
import dev.volary.remote.server.web.WebServer;
import dev.volary.remote.transfer.TransferProgress;
import dev.volary.remote.wire.Answer;
import dev.volary.remote.wire.Request;
import dev.volary.remote.wire.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Transfers over a connection that is cut at hundreds of places, slow, or to a server that
/// forgets.
final class InterruptionTest {
  private static final int FILE_BYTES = 60_000;
  private static final int CUTS = 200;

  /// Cuts of one transfer; after them it is left alone.
  private static final int CUTS_IN_A_ROW = 12;

  /// What an attempt costs without the data: questions, answers, history, and what was on its way.
  private static final int BYTES_A_CUT = 160_000;

  @TempDir private Path folder;
  private TestDepot there;
  private WebServer server;
  private CuttingProxy proxy;

  @BeforeEach
  void serve() throws IOException {
    there = new TestDepot(folder.resolve("there"));
    there.init("pgdata");
    write(there, "pgdata", "base/0", 1);
    there.commit("pgdata", "first");
    server =
        WebServer.start(
            Listen.loopback(0),
            DepotService.forOwner(there.depot(), TestDepot.ANN),
            WebLimits.DEFAULTS,
            ServerLog.SILENT);
    proxy = new CuttingProxy(server.port());
  }

  @AfterEach
  void close() throws IOException {
    proxy.close();
    server.close();
    there.close();
  }

  private static void write(TestDepot depot, String data, String name, long seed)
      throws IOException {
    Path file = depot.data(data).resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, Seeds.bytes(Seeds.generator(seed), FILE_BYTES));
  }

  private Transport transport() {
    return new HttpTransport("http://127.0.0.1:" + proxy.port() + "/pgdata", HttpSettings.DEFAULT);
  }

  private static Volume clone(TestDepot here, Transport transport) throws IOException {
    return new Clone(here.depot(), TestDepot.ANN, TransferProgress.NONE)
        .run(
            transport,
            new CloneRequest(
                new VolumeName("copy"),
                new Remote("origin", "http://there/pgdata", Optional.empty()),
                FetchRequest.ALL,
                FetchRequest.Tags.FOLLOW))
        .volume();
  }

  private static TransferResult fetch(TestDepot here, Transport transport) throws IOException {
    return new Fetch(here.depot(), TestDepot.ANN, TransferProgress.NONE)
        .run(here.volume("copy"), transport, FetchRequest.everything("origin"));
  }

  private static TransferResult push(TestDepot here, Transport transport, String spec)
      throws IOException {
    return new Push(here.depot(), TestDepot.ANN, TransferProgress.NONE)
        .run(here.volume("mine"), transport, PushRequest.of("origin", RefSpec.parse(spec)));
  }

  /// Runs a transfer that is cut again and again, and looks after each cut that no ref is ahead.
  private <T> T cut(TestDepot here, RandomGenerator random, Retry.Attempt<T> transfer)
      throws IOException {
    Instant[] now = {Instant.EPOCH};
    Retry retry =
        new Retry(
            Duration.ofHours(1), () -> now[0], random, (pause, why) -> now[0] = now[0].plus(pause));
    int cutsBefore = proxy.cuts();
    long before = proxy.passed();
    T result =
        retry.run(() -> {
          noRefIsAhead(here);
          boolean again = proxy.cuts() - cutsBefore < CUTS_IN_A_ROW;
          // From the first line of the first request to the last of the last, small steps too.
          long position = random.nextLong(1, 1L << random.nextInt(1, 16));
          proxy.cutAfter(again ? position : Long.MAX_VALUE);
          return transfer.run();
        });
    proxy.cutAfter(Long.MAX_VALUE);
    long content = there.volume("pgdata").completeness().all().size() * (FILE_BYTES + 10_000L);
    long allowed = content + (long) (proxy.cuts() - cutsBefore + 1) * BYTES_A_CUT;
    assertThat(proxy.passed() - before).isLessThan(allowed);
    return result;
  }

  private static void noRefIsAhead(TestDepot depot) throws IOException {
    for (VolumeName name : depot.depot().volumes()) {
      Volume volume = depot.depot().volume(name);
      Map<CommitId, Completion> states = volume.completeness().all();
      for (String space : new String[] {RefName.BRANCHES, RefName.REMOTES, RefName.TAGS}) {
        for (RawRef ref : volume.history().transfer().refs(space).values()) {
          assertThat(states.get(ref.commit().orElseThrow())).isEqualTo(Completion.COMPLETE);
        }
      }
    }
  }

  private static void isSound(TestDepot depot) throws IOException {
    noRefIsAhead(depot);
    assertThat(new DepotCheck(depot.depot(), VerifyProgress.SILENT).check().sound()).isTrue();
  }

  @Test
  void everyTransferCompletesWhereverItIsCut() throws IOException {
    RandomGenerator random = Seeds.generator(20);
    try (Transport transport = transport()) {
      for (int round = 0; proxy.cuts() < CUTS; round++) {
        assertThat(round).as("rounds for %d cuts", proxy.cuts()).isLessThan(CUTS / 4);
        long seed = 1000 + 10L * round;
        try (TestDepot here = new TestDepot(folder.resolve("here-" + round))) {
          Volume copy = cut(here, random, () -> clone(here, transport));
          write(there, "pgdata", "base/1", seed);
          CommitId theirs = there.commit("pgdata", "theirs " + round);
          assertThat(cut(here, random, () -> fetch(here, transport)).fault()).isEmpty();
          assertThat(copy.history().refs().find(RefName.remote("origin", "main"))).contains(theirs);
          here.init("mine");
          write(here, "mine", "base/1", seed + 1);
          CommitId mine = here.commit("mine", "mine " + round);
          String branch = "work-" + round;
          var pushed = cut(here, random, () -> push(here, transport, "main:" + branch));
          assertThat(pushed.fault()).isEmpty();
          assertThat(there.volume("pgdata").history().refs().find(RefName.branch(branch)))
              .contains(mine);
          assertThat(here.volume("mine").history().refs().find(RefName.remote("origin", branch)))
              .contains(mine);
          isSound(here);
        }
      }
    }
    isSound(there);
  }

  @Test
  void aSlowConnectionIsJustSlow() throws IOException {
    proxy.slowDown(Duration.ofMillis(2));
    try (TestDepot here = new TestDepot(folder.resolve("here"));
        Transport transport = transport()) {
      clone(here, transport);
      here.init("mine");
      write(here, "mine", "base/1", 7);
      here.commit("mine", "mine");
      assertThat(push(here, transport, "main:slow").fault()).isEmpty();
      isSound(here);
    }
    isSound(there);
  }

  @Test
  void aFetchThatTheServerForgotBeginsAnewOnce() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    try (TestDepot here = new TestDepot(folder.resolve("here"));
        Transport through = there.transport("pgdata")) {
      Transport forgetting =
          new Transport() {
            @Override
            public Answer send(Request request) {
              if (request.path().endsWith("/objects") && asked.incrementAndGet() == 2) {
                String session = request.path().replace("/objects", "");
                through.send(new Request("DELETE", session, "", Map.of(), request.body()));
              }
              return through.send(request);
            }

            @Override
            public String address() {
              return through.address();
            }

            @Override
            public void close() {}
          };

      Volume copy = clone(here, forgetting);

      assertThat(asked.get()).isGreaterThan(2);
      assertThat(copy.history().refs().find(RefName.remote("origin", "main"))).isPresent();
      isSound(here);
    }
  }
}
