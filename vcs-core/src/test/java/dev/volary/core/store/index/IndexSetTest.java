package dev.volary.core.store.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.store.manifest.IndexInfo;
import dev.volary.core.store.manifest.Manifest;
import dev.volary.core.store.manifest.ManifestFile;
import dev.volary.core.store.manifest.Manifests;
import dev.volary.fixtures.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Lookups across all indexes of a manifest, while packs come and go and indexes are merged.
final class IndexSetTest {
  @TempDir Path depot;
  private final RandomGenerator random = Seeds.generator(1);
  private ManifestFile manifests;
  private IndexDirectory directory;

  @BeforeEach
  void open() throws IOException {
    manifests = ManifestFile.of(depot, Duration.ofSeconds(60));
    manifests.create();
    directory = IndexDirectory.open(depot, new SecureRandom());
  }

  /// Publishes a pack with the objects of these numbers and an index of it.
  private long publish(long... numbers) throws IOException {
    Manifest next =
        manifests.edit(
            "test",
            edit -> {
              long pack = edit.reservePacks(1);
              edit.addPack(Manifests.pack(random, pack));
              edit.addIndex(directory.write(entries(pack, numbers), List.of(pack)));
            });
    return next.nextPack() - 1;
  }

  private List<IndexEntry> entries(long pack, long... numbers) {
    return LongStream.of(numbers)
        .mapToObj(number -> Entries.entry(random, Entries.id(number), pack))
        .toList();
  }

  private IndexSet openSet() throws IOException {
    return IndexSet.open(manifests, directory);
  }

  @Test
  void objectsAreFoundInAllPacks() throws IOException {
    long first = publish(1, 2, 3);
    long second = publish(3, 4);
    try (IndexSet set = openSet()) {
      assertThat(set.find(Entries.id(1)).orElseThrow().pack()).isEqualTo(first);
      assertThat(set.find(Entries.id(4)).orElseThrow().pack()).isEqualTo(second);
      assertThat(set.locations(Entries.id(3)))
          .extracting(Location::pack)
          .containsExactlyInAnyOrder(first, second);
      assertThat(set.contains(Entries.id(5))).isFalse();
      assertThat(set.find(Entries.id(5))).isEmpty();
    }
  }

  @Test
  void nothingNewReliesOnACondemnedPack() throws IOException {
    long condemned = publish(1, 2, 3);
    long lasting = publish(3);
    try (IndexSet set = openSet()) {
      manifests.edit("test", edit -> edit.condemn(condemned));
      assertThat(set.refresh()).isTrue();
      assertThat(set.refresh()).isFalse();
      assertThat(set.find(Entries.id(3)).orElseThrow().pack()).isEqualTo(lasting);
      assertThat(set.findLasting(Entries.id(3))).isPresent();
      assertThat(set.find(Entries.id(1))).as("it can still be read").isPresent();
      assertThat(set.findLasting(Entries.id(1))).isEmpty();
      assertThat(set.locations(Entries.id(3))).hasSize(2);
    }
  }

  @Test
  void whatWasDroppedIsNotFoundThoughAMergedIndexHasIt() throws IOException {
    long gone = publish(1, 2);
    publish(2, 3);
    publish(4);
    publish(5);
    assertThat(maintenance().mergeIfCrowded()).isTrue();
    manifests.edit("test", edit -> edit.dropPacks(List.of(gone)));
    try (IndexSet set = openSet()) {
      assertThat(set.contains(Entries.id(1))).isFalse();
      assertThat(set.locations(Entries.id(2))).hasSize(1);
    }
    publish(6);
    publish(7);
    publish(8);
    assertThat(maintenance().mergeIfCrowded()).isTrue();
    assertThat(manifests.load().indexes().getFirst().entries()).isEqualTo(7);
  }

  @Test
  void tinyIndexesStayFewAsTheyCome() throws IOException {
    IndexMaintenance maintenance = maintenance();
    int most = 0;
    for (int i = 0; i < 100; i++) {
      publish(3L * i, 3L * i + 1, 3L * i + 2);
      maintenance.mergeIfCrowded();
      most = Math.max(most, manifests.load().indexes().size());
    }
    assertThat(most).isLessThanOrEqualTo(MergePolicy.CROWD - 1);
    assertThat(directory.unlisted(manifests.load())).isEmpty();
    try (IndexSet set = openSet()) {
      assertThat(LongStream.range(0, 300).allMatch(i -> set.contains(Entries.id(i)))).isTrue();
      assertThat(set.contains(Entries.id(300))).isFalse();
    }
  }

  @Test
  void aThousandIndexesAreMergedAtOnce() throws IOException {
    manifests.edit(
        "test",
        edit -> {
          for (long pack = edit.reservePacks(1000); pack < 1000; pack++) {
            edit.addPack(Manifests.pack(random, pack));
            edit.addIndex(directory.write(entries(pack, pack, pack + 1), List.of(pack)));
          }
        });
    assertThat(maintenance().mergeIfCrowded()).isTrue();
    Manifest manifest = manifests.load();
    assertThat(manifest.indexes()).hasSize(1);
    assertThat(manifest.indexes().getFirst().entries()).isEqualTo(2000);
    try (IndexFile index = directory.open(manifest.indexes().getFirst().name())) {
      index.verify();
    }
  }

  @Test
  void aReaderOfAnOldManifestGoesOnAndThenFollows() throws IOException {
    publish(1);
    try (IndexSet set = openSet()) {
      for (long i = 2; i <= 4; i++) {
        publish(i);
      }
      maintenance().mergeIfCrowded();
      assertThat(set.contains(Entries.id(1))).isTrue();
      assertThat(set.contains(Entries.id(4))).isFalse();
      assertThat(set.refresh()).isTrue();
      assertThat(set.contains(Entries.id(4))).isTrue();
    }
  }

  @Test
  void lookupsGoOnWhileOthersPublishAndMerge() throws Exception {
    publish(0);
    AtomicBoolean done = new AtomicBoolean();
    AtomicInteger faults = new AtomicInteger();
    List<Thread> readers = new ArrayList<>();
    try (IndexSet shared = openSet()) {
      for (int i = 0; i < 3; i++) {
        readers.add(Thread.ofPlatform().start(() -> follow(shared, done, faults)));
      }
      for (int i = 1; i <= 60; i++) {
        publish(i);
        maintenance().mergeIfCrowded();
      }
      done.set(true);
      for (Thread reader : readers) {
        reader.join();
      }
      shared.refresh();
      assertThat(shared.contains(Entries.id(60))).isTrue();
    }
    assertThat(faults).hasValue(0);
  }

  private void follow(IndexSet shared, AtomicBoolean done, AtomicInteger faults) {
    try {
      while (!done.get()) {
        shared.refresh();
        long newest = shared.manifest().nextPack() - 1;
        if (!shared.contains(Entries.id(newest)) || !shared.contains(Entries.id(0))) {
          faults.incrementAndGet();
        }
        try (IndexSet own = openSet()) {
          if (!own.contains(Entries.id(newest))) {
            faults.incrementAndGet();
          }
        }
      }
    } catch (IOException | RuntimeException e) {
      faults.incrementAndGet();
    }
  }

  @Test
  void aListedFileThatIsMissingIsDamage() throws IOException {
    publish(1);
    IndexInfo index = manifests.load().indexes().getFirst();
    directory.delete(Set.of(index.name()));
    assertThatThrownBy(this::openSet)
        .isInstanceOfSatisfying(
            VolaryException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CORRUPT));
  }

  @Test
  void aFileNobodyListsIsTold() throws IOException {
    publish(1);
    Path stray = depot.resolve("indexes/stray" + IndexFile.SUFFIX);
    Files.write(stray, new byte[1]);
    assertThat(directory.unlisted(manifests.load())).containsExactly(stray);
  }

  @Test
  void aClosedSetFindsNothing() throws IOException {
    publish(1);
    IndexSet set = openSet();
    ObjectId id = Entries.id(1);
    assertThat(set.contains(id)).isTrue();
    set.close();
    assertThat(set.contains(id)).isFalse();
  }

  private IndexMaintenance maintenance() {
    return new IndexMaintenance(manifests, directory);
  }
}
