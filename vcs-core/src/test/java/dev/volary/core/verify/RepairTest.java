package dev.volary.core.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.session.Session;
import dev.volary.fixtures.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a repair brings back.
final class RepairTest {
  private final List<SortedMap<String, byte[]>> versions = new ArrayList<>();
  private final List<ObjectId> roots = new ArrayList<>();
  private @TempDir Path directory;

  private TreeStore grown(Path place, RandomGenerator random) throws IOException {
    TreeStore trees = new TreeStore(place, TreeStore.options());
    versions.clear();
    roots.clear();
    versions.add(TreeStore.files(random, 10));
    for (int i = 0; i < 3; i++) {
      Optional<ObjectId> parent = roots.isEmpty() ? Optional.empty() : Optional.of(roots.getLast());
      roots.add(trees.commit(versions.getLast(), parent));
      versions.add(TreeStore.touched(random, versions.getLast()));
    }
    versions.removeLast();
    return trees;
  }

  private static List<Path> list(Path place, String folder) throws IOException {
    try (Stream<Path> found = Files.list(place.resolve(folder))) {
      return found.sorted().toList();
    }
  }

  private static void flip(Path file, RandomGenerator random) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    Files.write(file, bytes);
  }

  private static Repair.Result repair(TreeStore trees) throws IOException {
    trees.store.close();
    Repair.Result result = Repair.run(trees.directory, TreeStore.options(), trees.sessions);
    trees.reopen();
    return result;
  }

  @Test
  void leavesASoundStoreAlone() throws IOException {
    try (TreeStore trees = grown(directory, Seeds.generator(1))) {
      assertThat(repair(trees).isIdle()).isTrue();
      assertThat(trees.verify(roots).sound()).isTrue();
    }
  }

  @Test
  void bringsBackIndexesAndManifestInFull() throws IOException {
    RandomGenerator random = Seeds.generator(2);
    try (TreeStore trees = grown(directory, random)) {
      Files.delete(list(directory, "indexes").getFirst());
      flip(list(directory, "indexes").getFirst(), random);
      assertThat(repair(trees).indexes()).isEqualTo(2);
      assertThat(trees.verify(roots).findings()).isEmpty();
      flip(directory.resolve("manifest"), random);
      assertThat(repair(trees).manifest()).isTrue();
      assertThat(trees.verify(roots).findings()).isEmpty();
      Files.write(directory.resolve("manifest"), new byte[] {1, 2, 3});
      assertThat(repair(trees).manifest()).isTrue();
      assertThat(trees.verify(roots).findings()).isEmpty();
      assertThat(trees.store.catalogue().unlisted()).isEmpty();
    }
  }

  @Test
  void committingAgainBringsBackWhatWasLost() {
    Seeds.each(
        6,
        random -> {
          Path place = Files.createDirectory(directory.resolve("d" + random.nextLong()));
          try (TreeStore trees = grown(place, random)) {
            List<Path> files = new ArrayList<>(list(place, "packs"));
            files.addAll(list(place, "indexes"));
            for (int i = 0; i < 4; i++) {
              flip(files.get(random.nextInt(files.size())), random);
            }
            if (random.nextBoolean()) {
              Files.delete(files.getFirst());
            }
            assertThat(trees.verify(roots).findings()).isNotEmpty();
            Repair.Result result = repair(trees);
            assertThat(result.isIdle()).isFalse();
            VerifyReport report = trees.verify(roots);
            assertThat(report.findings())
                .allMatch(finding -> finding.kind() == Finding.Kind.OBJECT);
            for (SortedMap<String, byte[]> version : versions) {
              trees.commit(version, Optional.empty());
            }
            assertThat(trees.verify(roots).findings()).isEmpty();
            assertThat(repair(trees).isIdle()).isTrue();
          }
        });
  }

  @Test
  void setsDamagedPacksAsideAndKeepsTheRestOfThem() throws IOException {
    try (TreeStore trees = grown(directory, Seeds.generator(3))) {
      Path pack = list(directory, "packs").getFirst();
      byte[] bytes = Files.readAllBytes(pack);
      bytes[bytes.length - 1] ^= 1;
      Files.write(pack, bytes);
      Repair.Result result = repair(trees);
      assertThat(result.setAside()).containsExactly(pack.getFileName().toString());
      assertThat(result.savedObjects()).isPositive();
      assertThat(directory.resolve("damaged").resolve(pack.getFileName())).hasBinaryContent(bytes);
      assertThat(pack).doesNotExist();
      assertThat(trees.verify(roots).findings()).isEmpty();
    }
  }

  @Test
  void mustBeAlone() throws IOException {
    try (TreeStore trees = grown(directory, Seeds.generator(4));
        Session other = trees.sessions.begin("commit")) {
      assertThat(other.generation()).isPositive();
      assertThatThrownBy(() -> Repair.run(directory, TreeStore.options(), trees.sessions))
          .isInstanceOfSatisfying(
              VolaryException.class,
              e -> {
                assertThat(e.fault()).isEqualTo(Fault.BUSY);
                assertThat(e).hasMessageContaining("commit");
              });
    }
  }
}
