package dev.volary.remote.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.depot.Depot;
import dev.volary.core.depot.Surroundings;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectHash;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.object.NewObject;
import dev.volary.core.session.Session;
import dev.volary.core.store.ObjectTransaction;
import dev.volary.core.store.read.StoredObject;
import dev.volary.fixtures.Seeds;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Chunks that are read while they arrive, too early or too late.
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ArrivalsTest {
  private static final int CHUNK_BYTES = 1 << 20;

  @TempDir private Path folder;
  private Depot depot;
  private Session session;
  private ObjectTransaction transaction;
  private Arrivals arrivals;

  @BeforeEach
  void open() throws IOException {
    depot =
        Depot.openOrCreate(
            folder.resolve("depot"),
            new Surroundings(InstantSource.system(), new SecureRandom(), Map.of()));
    session = depot.begin("fetch");
    transaction = depot.store().begin(session);
    arrivals = new Arrivals(transaction);
  }

  @AfterEach
  void close() throws IOException {
    arrivals.close();
    transaction.close();
    session.close();
    depot.close();
  }

  private static StoredObject chunk(int seed) {
    byte[] bytes = Seeds.bytes(Seeds.generator(seed), CHUNK_BYTES);
    ObjectId id = ObjectHash.of(ObjectKind.CHUNK, bytes);
    return new StoredObject(ObjectKind.CHUNK, id, bytes, 0, bytes.length, 0, 1, true);
  }

  private void store(StoredObject object) {
    transaction.put(new NewObject(object.id(), object.kind(), object.copy(), List.of()));
  }

  private CompletableFuture<byte[]> reading(ObjectId id) {
    return CompletableFuture.supplyAsync(() -> arrivals.read(ObjectKind.CHUNK, id));
  }

  @Test
  void whatIsNotHereYetIsWaitedFor() throws Exception {
    StoredObject early = chunk(1);
    CompletableFuture<byte[]> read = reading(early.id());
    arrivals.arrived(chunk(2));
    assertThat(read).isNotDone();
    arrivals.arrived(early);
    assertThat(read.get()).isEqualTo(early.copy());
  }

  @Test
  void whatWasReadOrIsOldIsReadFromTheDepot() {
    StoredObject object = chunk(1);
    store(object);
    arrivals.arrived(object);
    for (int i = 0; i < 3; i++) {
      assertThat(arrivals.read(ObjectKind.CHUNK, object.id())).isEqualTo(object.copy());
    }
    arrivals.complete();
    assertThat(arrivals.read(ObjectKind.CHUNK, object.id())).isEqualTo(object.copy());
  }

  @Test
  void whoReadsFromTheBackKeepsNobodyWaitingForEver() throws Exception {
    List<StoredObject> objects = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      objects.add(chunk(i));
    }
    CompletableFuture<Void> receiving =
        CompletableFuture.runAsync(() -> {
          objects.forEach(object -> {
            store(object);
            arrivals.arrived(object);
          });
          arrivals.complete();
        });
    for (StoredObject object : objects.reversed()) {
      assertThat(arrivals.read(ObjectKind.CHUNK, object.id())).isEqualTo(object.copy());
    }
    receiving.get();
  }

  @Test
  void whoReceivesWaitsForAReaderThatIsBehindButNotForOneThatIsGone() throws Exception {
    List<StoredObject> objects = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      objects.add(chunk(i));
    }
    CompletableFuture<Void> receiving =
        CompletableFuture.runAsync(() -> objects.forEach(arrivals::arrived));
    // Read in the order of arrival, nothing is let go unread, though it is more than is ever held.
    for (StoredObject object : objects.subList(0, 90)) {
      assertThat(arrivals.read(ObjectKind.CHUNK, object.id())).isEqualTo(object.copy());
    }
    arrivals.close();
    receiving.get();
  }

  @Test
  void whoWaitsIsToldThatNothingMoreComes() {
    CompletableFuture<byte[]> read = reading(chunk(1).id());
    arrivals.fail(new VolaryException(Fault.NETWORK, "the line is cut"));
    assertThatThrownBy(read::get)
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(VolaryException.class)
        .hasMessage("the line is cut");
    assertThat(arrivals.isFailed()).isTrue();
  }

  @Test
  void whatNeverCameIsMissingInTheEnd() {
    CompletableFuture<byte[]> read = reading(chunk(1).id());
    arrivals.complete();
    assertThatThrownBy(read::get).cause().isInstanceOf(VolaryException.class);
    assertThat(arrivals.isFailed()).isFalse();
  }
}
