package dev.volary.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.object.NewObject;
import dev.volary.core.session.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a store promises to those who put and read.
final class ObjectStoreTest {
  private final Random random = new Random(1);
  private @TempDir Path directory;
  private StoreHarness harness;

  @BeforeEach
  void open() throws IOException {
    harness = new StoreHarness(directory, StoreHarness.options());
  }

  @AfterEach
  void close() {
    harness.close();
  }

  @Test
  void givesBackWhatWasPublished() throws IOException {
    List<NewObject> objects = mixed();
    TransactionStats stats = harness.commit(transaction -> objects.forEach(transaction::put));
    assertThat(stats.objects()).isEqualTo(objects.size());
    assertReadable(objects);
    harness.reopen();
    assertReadable(objects);
    assertThat(list("incoming")).isEmpty();
    assertThat(list("packs")).hasSize(2);
  }

  private List<NewObject> mixed() {
    List<NewObject> objects = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      objects.add(StoreHarness.chunk(StoreHarness.random(random, 1 + random.nextInt(200_000))));
      objects.add(StoreHarness.chunk(StoreHarness.text(random, 1 + random.nextInt(200_000))));
      objects.add(
          StoreHarness.plain(
              ObjectKind.DIRECTORY, StoreHarness.text(random, random.nextInt(5_000))));
      objects.add(
          StoreHarness.plain(
              ObjectKind.FILE_MAP, StoreHarness.random(random, random.nextInt(5_000))));
    }
    objects.add(StoreHarness.chunk(new byte[1 << 20]));
    return objects.stream().distinct().toList();
  }

  private void assertReadable(List<NewObject> objects) {
    for (NewObject object : objects) {
      assertThat(harness.store.read(object.kind(), object.id())).isEqualTo(object.plain());
      assertThat(harness.store.contains(object.id())).isTrue();
      assertThat(harness.store.kindOf(object.id())).contains(object.kind());
    }
  }

  private List<Path> list(String name) throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve(name))) {
      return files.toList();
    }
  }

  @Test
  void readsWhatIsNotPublishedYet() throws IOException {
    List<NewObject> objects = mixed();
    try (Session session = harness.sessions.begin("test");
        ObjectTransaction transaction = harness.store.begin(session)) {
      for (NewObject object : objects) {
        transaction.put(object);
        assertThat(transaction.has(object.id())).isTrue();
        assertThat(transaction.read(object.kind(), object.id())).isEqualTo(object.plain());
      }
      for (NewObject object : objects) {
        assertThat(transaction.read(object.kind(), object.id())).isEqualTo(object.plain());
      }
    }
    assertThat(list("incoming")).isEmpty();
    assertThat(list("packs")).isEmpty();
    assertThat(harness.store.contains(objects.getFirst().id())).isFalse();
  }

  @Test
  void storesEachObjectOnce() throws IOException {
    List<NewObject> objects = mixed();
    harness.commit(transaction -> objects.forEach(transaction::put));
    long before = harness.store.storedBytes();
    TransactionStats stats =
        harness.commit(transaction -> {
          objects.forEach(transaction::put);
          objects.forEach(transaction::put);
        });
    assertThat(stats.objects()).isZero();
    assertThat(stats.deduplicatedObjects()).isEqualTo(2L * objects.size());
    assertThat(harness.store.storedBytes()).isEqualTo(before);
  }

  @Test
  void storesLittleForWhatResemblesItsBase() throws IOException {
    NewObject first = StoreHarness.chunk(StoreHarness.random(random, 100_000));
    harness.commit(transaction -> transaction.put(first));
    NewObject second = StoreHarness.based(first, StoreHarness.touched(random, first.plain(), 5));
    TransactionStats stats = harness.commit(transaction -> transaction.put(second));
    assertThat(stats.storedBytes()).isLessThan(400);
    harness.reopen();
    assertReadable(List.of(second, first));
  }

  @Test
  void keepsChainsShort() throws IOException {
    List<NewObject> versions = new ArrayList<>();
    versions.add(StoreHarness.chunk(StoreHarness.random(random, 50_000)));
    for (int i = 0; i < 12; i++) {
      NewObject last = versions.getLast();
      versions.add(StoreHarness.based(last, StoreHarness.touched(random, last.plain(), 3)));
    }
    for (NewObject version : versions) {
      harness.commit(transaction -> transaction.put(version));
    }
    harness.reopen();
    assertReadable(versions.reversed());
    List<Integer> depths =
        versions.stream().map(v -> harness.store.copies(v.id()).getFirst().depth()).toList();
    assertThat(depths).containsExactly(0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1, 2);
  }

  @Test
  void saysWhatIsMissing() {
    ObjectId id = StoreHarness.chunk(new byte[] {1}).id();
    assertThatThrownBy(() -> harness.store.read(ObjectKind.CHUNK, id))
        .isInstanceOfSatisfying(
            VolaryException.class, e -> assertThat(e.fault()).isEqualTo(Fault.NOT_FOUND));
  }

  @Test
  void refusesAnotherKind() throws IOException {
    NewObject object = StoreHarness.chunk(new byte[] {1});
    harness.commit(transaction -> transaction.put(object));
    assertThatThrownBy(() -> harness.store.read(ObjectKind.DIRECTORY, object.id()))
        .isInstanceOfSatisfying(
            VolaryException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CORRUPT));
  }

  @Test
  void refusesBytesThatAreNotOfTheId() throws IOException {
    NewObject honest = StoreHarness.chunk(new byte[] {1});
    NewObject forged = new NewObject(honest.id(), ObjectKind.CHUNK, new byte[] {2}, List.of());
    assertThatThrownBy(() -> harness.commit(transaction -> transaction.put(forged)))
        .isInstanceOf(VolaryException.class);
    assertThat(harness.store.contains(honest.id())).isFalse();
  }

  @Test
  void seesWhatAnotherStorePublishes() throws IOException {
    NewObject object = StoreHarness.chunk(new byte[] {1, 2, 3});
    try (ObjectStore other = ObjectStore.open(directory, StoreHarness.options())) {
      harness.commit(transaction -> transaction.put(object));
      assertThat(other.read(ObjectKind.CHUNK, object.id())).isEqualTo(object.plain());
    }
  }

  @Test
  void publishesEarlyWhenThereIsTooMuchToNote() throws IOException {
    int count = 400_000;
    harness.commit(transaction -> {
      for (int i = 0; i < count; i++) {
        transaction.put(numbered(i));
      }
      assertThat(harness.store.catalogue().manifest().packs()).isNotEmpty();
      assertThat(transaction.has(numbered(0).id())).isTrue();
      assertThat(transaction.read(ObjectKind.CHUNK, numbered(0).id()))
          .isEqualTo(numbered(0).plain());
    });
    harness.reopen();
    assertReadable(List.of(numbered(0), numbered(count / 2), numbered(count - 1)));
    assertThat(harness.store.catalogue().manifest().nextObject()).isEqualTo(count);
  }

  private static NewObject numbered(int number) {
    return StoreHarness.chunk(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
  }
}
