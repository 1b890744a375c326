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
import dev.volary.core.linux.Linux;
import dev.volary.core.operation.live.NewWorktree;
import dev.volary.core.restore.RestoreListener;
import dev.volary.core.worktree.Head;
import dev.volary.fixtures.Seeds;
import dev.volary.remote.client.Clone;
import dev.volary.remote.client.CloneRequest;
import dev.volary.remote.client.FetchRequest;
import dev.volary.remote.client.RefOutcome;
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
import dev.volary.remote.server.web.TlsIdentity;
import dev.volary.remote.server.web.WebLimits;
import dev.volary.remote.server.web.WebServer;
import dev.volary.remote.transfer.TransferProgress;
import dev.volary.remote.wire.Request;
import dev.volary.remote.wire.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two depots with HTTP between them, over a connection that is cut again and again.
final class OverHttpTest {
  private static final int FILE_BYTES = 3_000_000;

  @TempDir private Path folder;
  private TestDepot there;
  private WebServer server;
  private CuttingProxy proxy;

  @BeforeEach
  void serve() throws IOException {
    there = new TestDepot(folder.resolve("there"));
    there.init("pgdata");
    write(there.data("pgdata").resolve("base/1"), 1, FILE_BYTES);
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

  private static void write(Path file, long seed, int length) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, Seeds.bytes(Seeds.generator(seed), length));
  }

  private Transport transport() {
    return new HttpTransport("http://127.0.0.1:" + proxy.port() + "/pgdata", HttpSettings.DEFAULT);
  }

  private Clone.Result clone(TestDepot here, Transport transport) throws IOException {
    return new Clone(here.depot(), TestDepot.ANN, TransferProgress.NONE)
        .run(
            transport,
            new CloneRequest(
                new VolumeName("copy"),
                new Remote("origin", "http://there/pgdata", Optional.empty()),
                FetchRequest.ALL,
                FetchRequest.Tags.FOLLOW));
  }

  private static void checkOut(TestDepot here, Clone.Result clone) throws IOException {
    new NewWorktree(here.depot(), TestDepot.ANN, RestoreListener.NONE)
        .run(
            clone.volume(),
            Linux.bytes(here.data("copy")),
            new Head.OnBranch("refs/heads/main"),
            clone.tip().orElseThrow());
  }

  /// Tries again at once, under a clock that every pause moves on.
  private static Retry retry(RandomGenerator random) {
    Instant[] now = {Instant.EPOCH};
    return new Retry(
        Duration.ofHours(1), () -> now[0], random, (pause, why) -> now[0] = now[0].plus(pause));
  }

  @Test
  void aCloneSurvivesCutsAndSendsLittleTwice() {
    Seeds.each(
        3,
        random -> {
          Path home = folder.resolve("clone-" + random.nextInt(1 << 20));
          long before = proxy.passed();
          int[] attempts = {0};
          try (TestDepot here = new TestDepot(home);
              Transport transport = transport()) {
            Clone.Result clone =
                retry(random)
                    .run(() -> {
                      proxy.cutAfter(
                          ++attempts[0] > 4 ? Long.MAX_VALUE : random.nextLong(1, FILE_BYTES));
                      return clone(here, transport);
                    });
            proxy.cutAfter(Long.MAX_VALUE);
            checkOut(here, clone);
            assertThat(here.data("copy").resolve("base/1"))
                .hasSameBinaryContentAs(there.data("pgdata").resolve("base/1"));
          }
          assertThat(proxy.passed() - before).isLessThan(3L * FILE_BYTES / 2);
        });
  }

  @Test
  void aPushSurvivesCuts() {
    Seeds.each(
        3,
        random -> {
          Path home = folder.resolve("push-" + random.nextInt(1 << 20));
          String branch = "work-" + random.nextInt(1 << 20);
          int[] attempts = {0};
          try (TestDepot here = new TestDepot(home);
              Transport transport = transport()) {
            checkOut(here, clone(here, transport));
            write(here.data("copy").resolve("base/2"), random.nextLong(), FILE_BYTES);
            CommitId mine = here.commit("copy", "mine");
            TransferResult pushed =
                retry(random)
                    .run(() -> {
                      proxy.cutAfter(
                          ++attempts[0] > 4 ? Long.MAX_VALUE : random.nextLong(1, FILE_BYTES));
                      return push(here, transport, "main:" + branch);
                    });
            proxy.cutAfter(Long.MAX_VALUE);
            assertThat(pushed.fault()).isEmpty();
            Volume target = there.volume("pgdata");
            assertThat(target.history().refs().find(RefName.branch(branch))).contains(mine);
            assertThat(push(here, transport, "main:" + branch + "-too").bytes())
                .isLessThan(64 << 10);
          }
        });
  }

  private static TransferResult push(TestDepot here, Transport transport, String spec)
      throws IOException {
    return new Push(here.depot(), TestDepot.ANN, TransferProgress.NONE)
        .run(here.volume("copy"), transport, PushRequest.of("origin", RefSpec.parse(spec)));
  }

  @Test
  void ofTwoThatPushAtOnceOneWinsAndTheOtherKnows() throws Exception {
    try (TestDepot one = new TestDepot(folder.resolve("one"));
        TestDepot two = new TestDepot(folder.resolve("two"));
        Transport transport = transport();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (TestDepot depot : List.of(one, two)) {
        checkOut(depot, clone(depot, transport));
      }
      push(one, transport, "main:shared");
      int seed = 10;
      for (TestDepot depot : List.of(one, two)) {
        write(depot.data("copy").resolve("base/2"), seed++, 100_000);
        depot.commit("copy", "by " + seed);
      }
      CyclicBarrier together = new CyclicBarrier(2);
      List<Future<TransferResult>> pushes =
          List.of(one, two).stream()
              .map(depot ->
                  threads.submit(() -> {
                    together.await();
                    return push(depot, transport, "main:shared");
                  }))
              .toList();

      List<RefOutcome> outcomes =
          List.of(pushes.get(0).get().refs().getFirst(), pushes.get(1).get().refs().getFirst());

      assertThat(outcomes).filteredOn(RefOutcome::isDone).hasSize(1);
      RefOutcome lost = outcomes.stream().filter(o -> !o.isDone()).findFirst().orElseThrow();
      assertThat(lost.kind()).isInstanceOf(RefOutcome.Rejected.class);
      assertThat(((RefOutcome.Rejected) lost.kind()).fault())
          .as(lost.toString())
          .isEqualTo(Fault.BUSY);
    }
  }

  @Test
  void onlyTheKnownCertificateIsTrusted() throws IOException {
    TlsIdentity identity =
        TlsIdentity.in(
            Files.createDirectories(folder.resolve("tls")),
            InstantSource.system().instant(),
            new SecureRandom());
    try (WebServer secure =
            WebServer.start(
                new Listen("127.0.0.1", 0, Optional.of(identity), false),
                DepotService.forOwner(there.depot(), TestDepot.ANN),
                WebLimits.DEFAULTS,
                ServerLog.SILENT);
        Transport known =
            new HttpTransport(
                "https://127.0.0.1:" + secure.port() + "/pgdata",
                HttpSettings.DEFAULT.pinned(identity.fingerprint()));
        Transport other =
            new HttpTransport(
                "https://127.0.0.1:" + secure.port() + "/pgdata",
                HttpSettings.DEFAULT.pinned("00".repeat(32)));
        Transport system =
            new HttpTransport(
                "https://127.0.0.1:" + secure.port() + "/pgdata", HttpSettings.DEFAULT)) {
      assertThat(known.send(Request.of("GET", "refs")).status()).isEqualTo(200);
      for (Transport wrong : List.of(other, system)) {
        assertThatThrownBy(() -> wrong.send(Request.of("GET", "refs")))
            .isInstanceOf(VolaryException.class)
            .extracting(e -> ((VolaryException) e).fault())
            .isEqualTo(Fault.NETWORK);
      }
    }
  }

  @Test
  void whereNobodyAnswersItSaysSo() throws IOException {
    int port = server.port();
    server.close();

    try (Transport transport =
        new HttpTransport("http://127.0.0.1:" + port + "/pgdata", HttpSettings.DEFAULT)) {
      assertThatThrownBy(() -> transport.send(Request.of("GET", "refs")))
          .isInstanceOf(VolaryException.class)
          .hasMessageContaining("127.0.0.1")
          .extracting(e -> ((VolaryException) e).fault())
          .isEqualTo(Fault.NETWORK);
    }
  }
}
