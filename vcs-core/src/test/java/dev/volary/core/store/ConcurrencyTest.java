package dev.volary.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.core.hash.ObjectHash;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.object.BasePiece;
import dev.volary.core.object.NewObject;
import dev.volary.core.session.Session;
import dev.volary.fixtures.Seeds;
import dev.volary.fixtures.process.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Many write, merge and read at once, in one process and in several.
final class ConcurrencyTest {
  private static final int VERSIONS = 12;
  private @TempDir Path directory;

  /// The same objects for the same number, so that several writers meet on the same ids.
  private static List<NewObject> lineage(int number) {
    RandomGenerator random = Seeds.generator(number);
    ObjectKind kind = number % 2 == 0 ? ObjectKind.CHUNK : ObjectKind.DIRECTORY;
    List<NewObject> out = new ArrayList<>();
    byte[] bytes = Seeds.bytes(random, 20_000);
    List<BasePiece> base = List.of();
    for (int i = 0; i < VERSIONS; i++) {
      ObjectId id = ObjectHash.of(kind, bytes);
      out.add(new NewObject(id, kind, bytes, base));
      base = List.of(new BasePiece(id, 0, bytes.length));
      bytes = bytes.clone();
      bytes[random.nextInt(bytes.length)]++;
    }
    return out;
  }

  /// Commits one version of several lineages after the other, merges, and reads all back.
  private static void work(StoreHarness harness, int first) throws IOException {
    for (int version = 0; version < VERSIONS; version++) {
      int now = version;
      harness.commit(transaction -> {
        for (int number = first; number < first + 4; number++) {
          transaction.put(lineage(number).get(now));
        }
      });
      try (Session session = harness.sessions.begin("maintenance")) {
        harness.store.maintain(session);
      }
    }
    assertReadable(harness, first);
  }

  private static void assertReadable(StoreHarness harness, int first) {
    for (int number = first; number < first + 4; number++) {
      for (NewObject object : lineage(number)) {
        assertThat(harness.store.read(object.kind(), object.id())).isEqualTo(object.plain());
      }
    }
  }

  private void assertSound(StoreHarness harness) {
    List<Damage> found = new ArrayList<>();
    Catalogue catalogue = harness.store.catalogue();
    catalogue.manifest().packs().forEach(pack -> catalogue.verify(pack, found::add));
    assertThat(found).isEmpty();
    assertThat(catalogue.unlisted()).isEmpty();
  }

  @Test
  void threadsShareAStore() throws Exception {
    try (StoreHarness harness = new StoreHarness(directory, StoreHarness.options());
        ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<?>> futures = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        int first = 2 * i;
        futures.add(
            threads.submit(() -> {
              work(harness, first);
              return null;
            }));
      }
      for (Future<?> future : futures) {
        future.get();
      }
      harness.reopen();
      assertReadable(harness, 0);
      assertReadable(harness, 6);
      assertSound(harness);
    }
  }

  @Test
  void threadsShareATransaction() throws Exception {
    try (StoreHarness harness =
            new StoreHarness(directory, StoreHarness.options().withPackBytes(300_000));
        ExecutorService threads = Executors.newFixedThreadPool(4)) {
      harness.commit(transaction -> {
        List<Future<?>> futures = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          int first = i;
          futures.add(
              threads.submit(() -> {
                for (NewObject object : lineage(first / 2)) {
                  transaction.put(object);
                  assertThat(transaction.read(object.kind(), object.id()))
                      .isEqualTo(object.plain());
                }
              }));
        }
        for (Future<?> future : futures) {
          await(future);
        }
      });
      harness.reopen();
      assertReadable(harness, 0);
      assertSound(harness);
    }
  }

  private static void await(Future<?> future) {
    try {
      future.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void processesShareADepot() throws Exception {
    try (StoreHarness harness = new StoreHarness(directory, StoreHarness.options())) {
      List<Command.Running> processes = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        processes.add(
            Command.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Worker.class.getName(),
                    directory.toString(),
                    Integer.toString(2 * i))
                .start());
      }
      work(harness, 1);
      for (Command.Running process : processes) {
        process.await(Duration.ofMinutes(2)).expect(0);
      }
      harness.reopen();
      assertReadable(harness, 0);
      assertReadable(harness, 2);
      assertSound(harness);
    }
  }

  /// Another process on the same depot.
  static final class Worker {
    private Worker() {}

    /// Works on the depot `words[0]` from lineage `words[1]` on.
    public static void main(String[] words) throws IOException {
      try (StoreHarness harness = new StoreHarness(Path.of(words[0]), StoreHarness.options())) {
        work(harness, Integer.parseInt(words[1]));
      }
    }
  }
}
