package dev.volary.core.gc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.error.VolaryException;
import dev.volary.core.gc.GcPlan.Fate;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.session.Session;
import dev.volary.core.store.SpaceGuard;
import dev.volary.core.store.manifest.PackInfo;
import dev.volary.core.verify.TreeStore;
import dev.volary.fixtures.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a collection frees, what it leaves, and what becomes of it where it is cut short.
final class CollectTest {
  private static final GcOptions OPTIONS = GcOptions.defaults();

  private final RandomGenerator random = Seeds.generator(1);
  private final List<ObjectId> live = new ArrayList<>();
  private @TempDir Path directory;
  private TreeStore trees;

  @BeforeEach
  void open() throws IOException {
    trees = new TreeStore(directory, TreeStore.options());
  }

  @AfterEach
  void close() {
    trees.close();
  }

  private List<GcRoot> roots() {
    return live.stream().map(root -> new GcRoot(root, "branches")).toList();
  }

  private GcResult collect(GcOptions options) throws IOException {
    try (Session session = Collect.begin(trees.sessions, trees.store)) {
      return new Collect(trees.store, this::roots, options).apply(session);
    }
  }

  private List<PackInfo> packs() {
    return trees.store.catalogue().manifest().packs();
  }

  /// A line of commits, each a touched version of the one before.
  private List<ObjectId> line(RandomGenerator source, int count) throws IOException {
    List<ObjectId> roots = new ArrayList<>();
    SortedMap<String, byte[]> files = TreeStore.files(source, 14);
    for (int i = 0; i < count; i++) {
      roots.add(
          trees.commit(files, roots.isEmpty() ? Optional.empty() : Optional.of(roots.getLast())));
      files = TreeStore.touched(source, files);
    }
    return roots;
  }

  private void assertSound() throws IOException {
    trees.reopen();
    assertThat(trees.verify(live).findings()).isEmpty();
    assertThat(files()).hasSameSizeAs(packs());
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> found = Files.list(directory.resolve("packs"))) {
      return found.toList();
    }
  }

  @Test
  void leavesWhatIsNeededAsItIs() throws IOException {
    live.addAll(line(random, 1));
    List<PackInfo> before = packs();
    GcResult result = collect(OPTIONS);
    assertThat(result.complete()).isTrue();
    assertThat(result.freedBytes()).isZero();
    assertThat(packs()).isEqualTo(before);
    assertSound();
  }

  @Test
  void freesEverythingWhereNothingIsNeeded() throws IOException {
    line(random, 4);
    long bytes = trees.store.storedBytes();
    GcResult result = collect(OPTIONS);
    assertThat(result.freedBytes()).isGreaterThan(bytes / 2);
    assertThat(packs()).isEmpty();
    assertThat(trees.store.storedBytes()).isZero();
    assertThat(files()).isEmpty();
  }

  @Test
  void keepsWhatAnySubsetOfCommitsNeeds() {
    Seeds.each(
        8,
        source -> {
          try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).isNotEmpty();
          }
          live.clear();
          for (int i = 0; i < 2; i++) {
            for (ObjectId root : line(source, 1 + source.nextInt(6))) {
              if (source.nextInt(3) == 0) {
                live.add(root);
              }
            }
          }
          long before = trees.store.storedBytes();
          GcResult result = collect(OPTIONS);
          assertThat(result.complete()).isTrue();
          assertThat(trees.store.storedBytes()).isLessThanOrEqualTo(before);
          assertThat(packs()).noneMatch(PackInfo::condemned);
          assertSound();
          assertThat(collect(OPTIONS).deletedPacks()).isZero();
        });
  }

  @Test
  void aPlanTellsAndChangesNothing() throws IOException {
    List<ObjectId> roots = line(random, 2);
    live.add(line(random, 1).getFirst());
    List<PackInfo> before = packs();
    List<GcRoot> held =
        List.of(new GcRoot(live.getFirst(), "branches"), new GcRoot(roots.getFirst(), "trash"));
    GcPlan all = new Collect(trees.store, () -> held, OPTIONS).plan();
    GcPlan plan = new Collect(trees.store, this::roots, OPTIONS).plan();
    assertThat(packs()).isEqualTo(before);
    assertThat(plan.of(Fate.DELETE)).hasSize(4);
    assertThat(plan.freedBytes())
        .isEqualTo(before.subList(0, 4).stream().mapToLong(PackInfo::sizeBytes).sum());
    assertThat(all.held()).extracting(GcPlan.Held::by).containsExactly("branches", "trash");
    assertThat(all.held()).allMatch(one -> one.objects() > 10 && one.storedBytes() > 10_000);
    assertThat(collect(OPTIONS).freedBytes()).isEqualTo(plan.freedBytes());
  }

  @Test
  void condemnsOnlyWhileAnOlderSessionRuns() throws IOException {
    List<ObjectId> roots = line(random, 3);
    try (Session older = trees.sessions.begin("commit")) {
      GcResult result = collect(OPTIONS);
      assertThat(older.generation()).isPositive();
      assertThat(result.deletedPacks()).isZero();
      assertThat(result.waitingPacks()).isEqualTo(6);
      assertThat(result.waitingFor()).singleElement().asString().contains("commit");
      live.addAll(roots);
      assertThat(trees.verify(live).findings()).isEmpty();
      live.clear();
    }
    GcResult result = collect(OPTIONS);
    assertThat(result.deletedPacks()).isEqualTo(6);
    assertThat(result.complete()).isTrue();
    assertThat(files()).isEmpty();
  }

  @Test
  void rescuesWhatAnOlderSessionBroughtBack() throws IOException {
    List<ObjectId> roots = line(random, 5);
    try (Session older = trees.sessions.begin("branch")) {
      assertThat(older.generation()).isPositive();
      assertThat(collect(OPTIONS).waitingPacks()).isEqualTo(10);
    }
    live.add(roots.get(3));
    GcResult result = collect(OPTIONS);
    assertThat(result.complete()).isTrue();
    assertThat(packs()).isNotEmpty().noneMatch(PackInfo::condemned);
    assertSound();
  }

  @Test
  void doesNotWaitForSessionsThatKnow() throws IOException {
    line(random, 2);
    try (Session older = trees.sessions.begin("commit")) {
      assertThat(older.generation()).isPositive();
      assertThat(collect(OPTIONS).waitingPacks()).isEqualTo(4);
    }
    try (Session newer = trees.sessions.begin("commit")) {
      assertThat(newer.generation()).isPositive();
      assertThat(collect(OPTIONS).deletedPacks()).isEqualTo(4);
    }
  }

  @Test
  void joinsSmallPacks() throws IOException {
    live.addAll(line(random, 6));
    assertThat(packs()).hasSize(12);
    GcResult result = collect(OPTIONS);
    assertThat(result.writtenPacks()).isEqualTo(12);
    assertThat(packs()).hasSize(2);
    assertSound();
  }

  @Test
  void archivesOldPacksOnce() throws IOException {
    live.addAll(line(random, 3));
    collect(OPTIONS);
    long before = trees.store.storedBytes();
    GcOptions options = OPTIONS.archiving(Instant.now().plusSeconds(60));
    assertThat(collect(options).writtenPacks()).isEqualTo(2);
    assertThat(trees.store.storedBytes()).isLessThan(before);
    assertSound();
    assertThat(collect(options).writtenPacks()).isZero();
  }

  @Test
  void deletesOnAFullDiskAndPassesOverWhatNeedsSpace() throws IOException {
    line(random, 1);
    live.addAll(line(random, 2));
    trees.store.ballast().ensure();
    GcOptions full = OPTIONS.withProbe(path -> new SpaceGuard.Space(1 << 30, 0));
    GcResult result = collect(full);
    assertThat(result.deletedPacks()).isEqualTo(2);
    assertThat(result.skippedPacks()).isEqualTo(4);
    assertThat(directory.resolve("ballast")).doesNotExist();
    assertSound();
    assertThat(collect(OPTIONS).complete()).isTrue();
    assertThat(directory.resolve("ballast")).exists();
    assertSound();
  }

  @Test
  void collectsNothingWhereItIsNotKnownWhatIsNeeded() throws IOException {
    live.addAll(line(random, 1));
    line(random, 1);
    for (PackInfo pack : packs().subList(0, 2)) {
      Path file = directory.resolve("packs").resolve(pack.name() + ".pack");
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length / 2] ^= 1;
      Files.write(file, bytes);
    }
    trees.reopen();
    List<PackInfo> before = packs();
    assertThatThrownBy(() -> collect(OPTIONS)).isInstanceOf(VolaryException.class);
    assertThat(packs()).isEqualTo(before);
  }

  /// The n-th mark fails, and the n-th call that writes a pack: at each place a kill would leave
  /// the same files.
  @Test
  void aCollectionCutShortHarmsNothing() throws IOException {
    boolean failed = true;
    int calls = 0;
    for (; failed; calls += 1 + calls / 6) {
      Path place = Files.createDirectory(directory.resolve("d" + calls));
      CutShort cut = new CutShort(calls);
      try (TreeStore store = new TreeStore(place, TreeStore.options().withOutputs(cut.outputs()))) {
        trees.close();
        trees = store;
        live.clear();
        List<ObjectId> roots = line(Seeds.generator(7), 4);
        live.addAll(List.of(roots.get(1), line(Seeds.generator(8), 2).getFirst()));
        cut.arm();
        failed = false;
        try (Session session = trees.sessions.begin("gc")) {
          new Collect(store.store, cut.roots(this::roots), OPTIONS).apply(session);
        } catch (IOException | RuntimeException e) {
          assertThat(e).hasStackTraceContaining("cut short");
          failed = true;
        }
        trees.reopen();
        assertThat(trees.verify(live).findings()).isEmpty();
        assertThat(collect(OPTIONS).complete()).isTrue();
        assertThat(trees.verify(live).findings()).isEmpty();
        assertThat(trees.store.catalogue().unlisted()).isEmpty();
      }
    }
    assertThat(calls).isGreaterThan(20);
  }

  @Test
  void removesLeftoversOnlyWhenAlone() throws IOException {
    Path folder = Files.createDirectories(directory.resolve("temporary").resolve("deep"));
    Files.writeString(folder.resolve("file"), "left over");
    Instant now = Instant.now();
    Instant later = now.plusSeconds(60);
    try (Session session = trees.sessions.begin("gc")) {
      try (Session other = trees.sessions.begin("commit")) {
        assertThat(other.othersActive()).isTrue();
        assertThat(Leftovers.remove(folder.getParent(), session, later)).isZero();
      }
      assertThat(Leftovers.remove(folder.getParent(), session, now.minusSeconds(60))).isZero();
      assertThat(Leftovers.remove(folder.getParent(), session, later)).isEqualTo(9);
      assertThat(folder).doesNotExist();
      assertThat(Leftovers.remove(directory.resolve("nowhere"), session, later)).isZero();
    }
  }
}
