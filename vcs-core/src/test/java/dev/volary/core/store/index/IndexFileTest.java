package dev.volary.core.store.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.fixtures.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One index file: finds what was written, denies the rest, and refuses damaged bytes.
final class IndexFileTest {
  private static final String GOLDEN = "index-v1.bin";

  @TempDir Path folder;
  private int files;

  private Path write(List<IndexEntry> entries, long capacity) throws IOException {
    Path path = folder.resolve(files++ + IndexFile.SUFFIX);
    try (IndexWriter writer = IndexWriter.create(path, capacity)) {
      for (IndexEntry entry : entries) {
        writer.add(entry);
      }
      assertThat(writer.finish()).isEqualTo(entries.size());
      assertThat(writer.sizeBytes()).isEqualTo(Files.size(path));
    }
    return path;
  }

  private static List<IndexEntry> sample() {
    List<IndexEntry> entries = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      ObjectKind kind = ObjectKind.of(1 + i % 3, "test");
      entries.add(
          new IndexEntry(Entries.id(i), new Location(i % 4, 1000L * i, i, 1L << i, kind, i % 5)));
    }
    entries.sort(null);
    return entries;
  }

  @Test
  void theGoldenFileOfVersionOneIsReadAndWritten() throws IOException {
    Path golden = folder.resolve("golden");
    try (var in = IndexFileTest.class.getResourceAsStream(GOLDEN)) {
      Files.copy(in, golden);
    }
    try (IndexFile index = IndexFile.open(golden)) {
      index.verify();
      assertThat(all(index)).isEqualTo(sample());
    }
    assertThat(write(sample(), 25)).hasSameBinaryContentAs(golden);
  }

  @Test
  void whatIsWrittenIsFoundAndNothingElse() {
    Seeds.each(
        60,
        random -> {
          List<IndexEntry> entries = Entries.random(random, random.nextInt(2000));
          Path path = write(entries, entries.size() + random.nextInt(3) * 100L);
          Map<ObjectId, List<Location>> expected = new LinkedHashMap<>();
          for (IndexEntry entry : entries) {
            expected.computeIfAbsent(entry.id(), id -> new ArrayList<>()).add(entry.location());
          }
          try (IndexFile index = IndexFile.open(path)) {
            index.verify();
            assertThat(all(index)).isEqualTo(entries);
            expected.forEach((id, places) -> assertThat(index.find(id)).isEqualTo(places));
            for (ObjectId id : absent(random, expected)) {
              assertThat(index.find(id)).isEmpty();
            }
          }
        });
  }

  private static List<ObjectId> absent(RandomGenerator random, Map<ObjectId, ?> present) {
    List<ObjectId> ids = new ArrayList<>();
    ids.add(new ObjectId(0, 0, 0, 0));
    ids.add(new ObjectId(-1, -1, -1, -1));
    for (ObjectId id : present.keySet()) {
      ids.add(new ObjectId(id.w0(), id.w1(), id.w2(), id.w3() ^ 1L << random.nextInt(64)));
      ids.add(new ObjectId(id.w0(), id.w1() + 1, id.w2(), id.w3()));
    }
    ids.removeIf(present::containsKey);
    return ids;
  }

  @Test
  void theFilterLetsFewOfTheAbsentThrough() throws IOException {
    List<IndexEntry> entries = new ArrayList<>();
    RandomGenerator random = Seeds.generator(1);
    for (int i = 0; i < 50_000; i++) {
      entries.add(Entries.entry(random, Entries.id(i), 1));
    }
    entries.sort(null);
    int passed = 0;
    try (IndexFile index = IndexFile.open(write(entries, entries.size()))) {
      for (int i = 0; i < 50_000; i++) {
        passed += index.mayContain(Entries.id(-1 - i)) ? 1 : 0;
      }
    }
    assertThat(passed).isLessThan(1000); // 2 %
  }

  @Test
  void everyFlippedBitIsFoundAndNoLookupFallsOverIt() throws IOException {
    byte[] bytes = Files.readAllBytes(write(sample(), 20));
    Path damagedFile = folder.resolve("damaged");
    for (int at = 0; at < bytes.length; at++) {
      byte[] damaged = bytes.clone();
      damaged[at] ^= (byte) (1 << at % 8);
      Files.write(damagedFile, damaged);
      assertThat(failure(damagedFile)).as("byte " + at).isEqualTo(Fault.CORRUPT);
    }
  }

  @Test
  void everyTruncationIsFoundAtOpening() throws IOException {
    byte[] bytes = Files.readAllBytes(write(sample(), 20));
    Path damaged = folder.resolve("damaged");
    for (int length = 0; length <= bytes.length + 1; length++) {
      if (length != bytes.length) {
        Files.write(damaged, Arrays.copyOf(bytes, length));
        assertThatThrownBy(() -> IndexFile.open(damaged))
            .isInstanceOfSatisfying(
                VolaryException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CORRUPT));
      }
    }
  }

  /// Opens, looks everything up and verifies; returns how that failed.
  private static Fault failure(Path file) {
    return catchThrowableOfType(
            VolaryException.class,
            () -> {
              try (IndexFile index = IndexFile.open(file)) {
                for (IndexEntry entry : sample()) {
                  index.find(entry.id());
                }
                index.verify();
              }
            })
        .fault();
  }

  @Test
  void entriesMustComeInOrderOnceAndNotTooMany() throws IOException {
    List<IndexEntry> entries = sample();
    Path path = folder.resolve("refused");
    try (IndexWriter writer = IndexWriter.create(path, 2)) {
      writer.add(entries.get(5));
      assertThatThrownBy(() -> writer.add(entries.get(5)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> writer.add(entries.get(4)))
          .isInstanceOf(IllegalArgumentException.class);
      writer.add(entries.get(6));
      assertThatThrownBy(() -> writer.add(entries.get(7)))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(path).as("an unfinished file").doesNotExist();
  }

  @Test
  void aMissingFileIsNotDamage() {
    assertThatThrownBy(() -> IndexFile.open(folder.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
  }

  private static List<IndexEntry> all(IndexFile index) {
    List<IndexEntry> out = new ArrayList<>();
    index.iterator().forEachRemaining(out::add);
    return out;
  }
}
