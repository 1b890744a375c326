package dev.volary.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.object.NewObject;
import dev.volary.core.session.Session;
import dev.volary.core.store.Catalogue.Manner;
import dev.volary.core.store.manifest.PackInfo;
import dev.volary.core.store.manifest.PackKind;
import dev.volary.core.store.pack.Codec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Packs seen from within: listed, checked, rewritten, merged.
final class CatalogueTest {
  private final Random random = new Random(2);
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

  private List<PackInfo> packs() {
    return harness.store.catalogue().manifest().packs();
  }

  private List<RecordFacts> records() {
    List<RecordFacts> out = new ArrayList<>();
    packs().forEach(pack -> harness.store.catalogue().records(pack, out::add));
    return out;
  }

  private void assertSound() {
    List<Damage> found = new ArrayList<>();
    packs().forEach(pack -> harness.store.catalogue().verify(pack, found::add));
    assertThat(found).isEmpty();
  }

  private void assertReadable(List<NewObject> objects) throws IOException {
    harness.reopen();
    for (NewObject object : objects) {
      assertThat(harness.store.read(object.kind(), object.id())).isEqualTo(object.plain());
    }
  }

  /// A first object and `count` versions, each based on the one before, in commits of their own.
  private List<NewObject> history(ObjectKind kind, int count) throws IOException {
    List<NewObject> versions = new ArrayList<>();
    versions.add(StoreHarness.plain(kind, StoreHarness.text(random, 20_000)));
    for (int i = 0; i < count; i++) {
      NewObject last = versions.getLast();
      versions.add(StoreHarness.based(last, StoreHarness.touched(random, last.plain(), 3)));
    }
    for (NewObject version : versions) {
      harness.commit(transaction -> transaction.put(version));
    }
    return versions;
  }

  @Test
  void tellsWhatRecordsHold() throws IOException {
    List<NewObject> versions = history(ObjectKind.CHUNK, 1);
    List<RecordFacts> records = records();
    assertThat(records).extracting(RecordFacts::codec).containsExactly(Codec.ZSTD, Codec.DELTA);
    RecordFacts.ObjectFacts delta = records.get(1).objects().getFirst();
    assertThat(delta.id()).isEqualTo(versions.get(1).id());
    assertThat(delta.bases()).containsExactly(versions.get(0).id());
    assertThat(harness.store.catalogue().basesOf(delta.id())).containsExactly(versions.get(0).id());
    assertSound();
  }

  @Test
  void findsEveryFlippedBitAndNamesTheObjects() throws IOException {
    List<NewObject> versions = history(ObjectKind.CHUNK, 1);
    for (PackInfo pack : packs()) {
      Path file = directory.resolve("packs").resolve(pack.name() + ".pack");
      byte[] good = Files.readAllBytes(file);
      int step = Math.max(1, good.length / 120);
      for (int at = 0; at < good.length; at += step) {
        byte[] bad = good.clone();
        bad[at] ^= (byte) (1 << at % 8);
        Files.write(file, bad);
        List<Damage> found = new ArrayList<>();
        harness.reopen();
        harness.store.catalogue().verify(pack, found::add);
        assertThat(found).as("byte %d", at).isNotEmpty();
        assertThat(found).allMatch(damage -> damage.sentence().contains(pack.name().toString()));
      }
      Files.write(file, good);
    }
    assertReadable(versions);
    assertSound();
  }

  @Test
  void namesTheObjectsOfALostRecord() throws IOException {
    NewObject object = StoreHarness.chunk(StoreHarness.random(random, 50_000));
    harness.commit(transaction -> transaction.put(object));
    PackInfo pack = packs().getFirst();
    Path file = directory.resolve("packs").resolve(pack.name() + ".pack");
    byte[] bytes = Files.readAllBytes(file);
    bytes[1_000] ^= 4;
    Files.write(file, bytes);
    List<Damage> found = new ArrayList<>();
    harness.reopen();
    harness.store.catalogue().verify(pack, found::add);
    assertThat(found).flatExtracting(Damage::objects).contains(object.id());
    assertThatThrownBy(() -> harness.store.read(ObjectKind.CHUNK, object.id()))
        .isInstanceOfSatisfying(
            VolaryException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CORRUPT));
  }

  @Test
  void saysWhichListedPackIsMissing() throws IOException {
    NewObject object = StoreHarness.chunk(StoreHarness.random(random, 500));
    harness.commit(transaction -> transaction.put(object));
    PackInfo pack = packs().getFirst();
    Files.delete(directory.resolve("packs").resolve(pack.name() + ".pack"));
    harness.reopen();
    List<Damage> found = new ArrayList<>();
    harness.store.catalogue().verify(pack, found::add);
    assertThat(found).flatExtracting(Damage::objects).contains(object.id());
    assertThatThrownBy(() -> harness.store.read(ObjectKind.CHUNK, object.id()))
        .isInstanceOfSatisfying(
            VolaryException.class,
            e -> {
              assertThat(e.fault()).isEqualTo(Fault.CORRUPT);
              assertThat(e).hasMessageContaining(pack.name().toString());
            });
  }

  @Test
  void aDamagedCopyGivesWayToAnother() throws IOException {
    NewObject object = StoreHarness.chunk(StoreHarness.random(random, 5_000));
    harness.commit(transaction -> transaction.put(object));
    PackInfo first = packs().getFirst();
    harness.store.catalogue().condemn(List.of(first));
    harness.commit(transaction -> transaction.put(object));
    assertThat(packs()).hasSize(2);
    harness.store.catalogue().reprieve(List.of(first));
    for (PackInfo pack : packs()) {
      Path file = directory.resolve("packs").resolve(pack.name() + ".pack");
      byte[] good = Files.readAllBytes(file);
      byte[] bad = good.clone();
      bad[1_000]++;
      Files.write(file, bad);
      assertReadable(List.of(object));
      Files.write(file, good);
    }
  }

  @Test
  void keepsWhatIsAskedForAndWhatThatNeeds() throws IOException {
    List<NewObject> versions = history(ObjectKind.CHUNK, 3);
    NewObject other = StoreHarness.chunk(StoreHarness.text(random, 3_000));
    harness.commit(transaction -> transaction.put(other));
    List<PackInfo> old = packs();
    Set<ObjectId> keep = Set.of(versions.get(2).id());
    try (Session session = harness.sessions.begin("gc")) {
      harness.store.catalogue().rewrite(session, old, keep::contains, Manner.COPY);
    }
    assertThat(packs()).filteredOn(PackInfo::condemned).hasSameSizeAs(old);
    harness.store.catalogue().drop(packs().stream().filter(PackInfo::condemned).toList());
    assertThat(packs()).singleElement().extracting(PackInfo::objects).isEqualTo(3L);
    assertReadable(versions.subList(0, 3));
    assertThat(harness.store.contains(versions.get(3).id())).isFalse();
    assertThat(harness.store.contains(other.id())).isFalse();
    assertSound();
  }

  @Test
  void keepsNumbersWhenPacksAreRewritten() throws IOException {
    List<NewObject> versions = history(ObjectKind.CHUNK, 2);
    List<Long> before =
        versions.stream().map(v -> harness.store.numberOf(v.id()).orElseThrow()).toList();
    assertThat(before).doesNotHaveDuplicates();
    try (Session session = harness.sessions.begin("gc")) {
      harness.store.catalogue().replace(session, packs(), Manner.COPY);
    }
    assertThat(versions.stream().map(v -> harness.store.numberOf(v.id()).orElseThrow()))
        .containsExactlyElementsOf(before);
  }

  @Test
  void neitherDeduplicatesNorBasesOnCondemnedPacks() throws IOException {
    NewObject base = StoreHarness.chunk(StoreHarness.random(random, 30_000));
    harness.commit(transaction -> transaction.put(base));
    NewObject delta = StoreHarness.based(base, StoreHarness.touched(random, base.plain(), 2));
    harness.commit(transaction -> transaction.put(delta));
    List<PackInfo> old = packs();
    harness.store.catalogue().condemn(List.of(old.getFirst()));
    // It has a record outside condemned packs, but that rests on one inside.
    NewObject third = StoreHarness.based(delta, StoreHarness.touched(random, delta.plain(), 2));
    harness.commit(transaction -> {
      assertThat(transaction.has(delta.id())).isFalse();
      assertThat(transaction.has(base.id())).isFalse();
      transaction.put(delta);
      transaction.put(third);
    });
    harness.store.catalogue().drop(List.of(old.getFirst()));
    assertReadable(List.of(delta, third));
  }

  @Test
  void archivesColdPacks() throws IOException {
    List<NewObject> objects = new ArrayList<>(history(ObjectKind.DIRECTORY, 2));
    for (int i = 0; i < 30; i++) {
      objects.add(StoreHarness.chunk(StoreHarness.text(random, 40_000)));
    }
    harness.commit(transaction -> objects.forEach(transaction::put));
    for (PackKind kind : PackKind.values()) {
      try (Session session = harness.sessions.begin("gc")) {
        List<PackInfo> same = packs().stream().filter(pack -> pack.kind() == kind).toList();
        harness.store.catalogue().replace(session, same, Manner.ARCHIVE);
      }
    }
    assertThat(packs()).hasSize(2);
    assertThat(records())
        .extracting(RecordFacts::codec)
        .contains(Codec.XZ, Codec.DELTA)
        .doesNotContain(Codec.ZSTD);
    assertReadable(objects);
    assertSound();
  }

  @Test
  void smallCommitsLeaveFewPacksAndIndexes() throws IOException {
    List<NewObject> objects = new ArrayList<>();
    NewObject last = StoreHarness.plain(ObjectKind.DIRECTORY, StoreHarness.text(random, 9_000));
    for (int i = 0; i < 100; i++) {
      NewObject chunk = StoreHarness.chunk(StoreHarness.text(random, 2_000));
      NewObject directoryObject = last;
      harness.commit(transaction -> {
        transaction.put(chunk);
        transaction.put(directoryObject);
      });
      objects.add(chunk);
      objects.add(last);
      last = StoreHarness.based(last, StoreHarness.touched(random, last.plain(), 4));
      try (Session session = harness.sessions.begin("maintenance")) {
        harness.store.maintain(session);
      }
      assertThat(packs().size()).isLessThanOrEqualTo(2 * 7 * 3);
    }
    assertThat(packs().size()).isLessThanOrEqualTo(30);
    assertThat(harness.store.catalogue().manifest().indexes().size()).isLessThanOrEqualTo(8);
    assertThat(files("packs")).hasSameSizeAs(packs());
    assertReadable(objects);
    assertSound();
  }

  private List<Path> files(String name) throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve(name))) {
      return files.toList();
    }
  }

  @Test
  void readersGoOnWhilePacksAreReplaced() throws IOException {
    List<NewObject> versions = history(ObjectKind.CHUNK, 8);
    try (ObjectStore other = ObjectStore.open(directory, StoreHarness.options())) {
      try (Session session = harness.sessions.begin("gc")) {
        harness.store.catalogue().replace(session, packs(), Manner.JOIN);
      }
      assertThat(packs()).hasSize(1);
      for (NewObject version : versions) {
        assertThat(other.read(ObjectKind.CHUNK, version.id())).isEqualTo(version.plain());
      }
    }
  }

  @Test
  void removesStrayFilesOnlyWhenAlone() throws IOException {
    Path stray = Files.writeString(directory.resolve("incoming").resolve("x.pack"), "left over");
    Path unlisted = Files.writeString(directory.resolve("packs").resolve("y.pack"), "left over");
    try (Session session = harness.sessions.begin("gc")) {
      try (Session other = harness.sessions.begin("commit")) {
        assertThat(other.othersActive()).isTrue();
        assertThat(harness.store.catalogue().removeUnlisted(session)).isZero();
      }
      assertThat(harness.store.catalogue().unlisted()).containsExactlyInAnyOrder(stray, unlisted);
      assertThat(harness.store.catalogue().removeUnlisted(session)).isEqualTo(18);
      assertThat(harness.store.catalogue().unlisted()).isEmpty();
    }
  }
}
