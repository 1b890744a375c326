package dev.volary.core.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.core.hash.ObjectHash;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.io.ByteString;
import dev.volary.core.object.Attributes;
import dev.volary.core.object.Content;
import dev.volary.core.object.Entry;
import dev.volary.core.object.LinkGroup;
import dev.volary.core.object.NewObject;
import dev.volary.core.object.Node;
import dev.volary.core.object.tree.DirectoryWriter;
import dev.volary.core.object.tree.Top;
import dev.volary.core.session.Session;
import dev.volary.core.store.ObjectTransaction;
import dev.volary.fixtures.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a check finds, in stores with deltas, several packs and several roots.
final class VerifyTest {
  private final RandomGenerator random = Seeds.generator(1);
  private final List<ObjectId> roots = new ArrayList<>();
  private @TempDir Path directory;
  private TreeStore trees;
  private SortedMap<String, byte[]> files;

  @BeforeEach
  void open() throws IOException {
    trees = new TreeStore(directory, TreeStore.options());
    files = TreeStore.files(random, 12);
    for (int i = 0; i < 3; i++) {
      Optional<ObjectId> parent = roots.isEmpty() ? Optional.empty() : Optional.of(roots.getLast());
      roots.add(trees.commit(files, parent));
      files = TreeStore.touched(random, files);
    }
  }

  @AfterEach
  void close() {
    trees.close();
  }

  private List<Path> list(String folder) throws IOException {
    try (Stream<Path> found = Files.list(directory.resolve(folder))) {
      return found.sorted().toList();
    }
  }

  @Test
  void findsNothingInASoundStore() throws IOException {
    VerifyReport report = trees.verify(roots);
    assertThat(report.findings()).isEmpty();
    assertThat(report.sound()).isTrue();
    assertThat(report.hurt()).isEmpty();
    assertThat(report.counts().roots()).isEqualTo(3);
    assertThat(report.counts().objects()).isGreaterThan(40);
    assertThat(report.counts().packs()).isEqualTo(6);
  }

  @Test
  void findsFlippedBitsAnywhere() throws IOException {
    List<Path> all = new ArrayList<>(list("packs"));
    all.addAll(list("indexes"));
    all.add(directory.resolve("manifest"));
    for (Path file : all) {
      byte[] good = Files.readAllBytes(file);
      int step = Math.max(1, good.length / 12);
      for (int at = random.nextInt(step); at < good.length; at += step) {
        byte[] bad = good.clone();
        bad[at] ^= (byte) (1 << random.nextInt(8));
        Files.write(file, bad);
        assertThat(trees.verify(roots).findings()).as("byte %d of %s", at, file).isNotEmpty();
      }
      Files.write(file, good);
    }
    assertThat(trees.verify(roots).findings()).isEmpty();
  }

  @Test
  void findsCutAndMissingFiles() throws IOException {
    List<Path> all = new ArrayList<>(list("packs"));
    all.addAll(list("indexes"));
    for (Path file : all) {
      byte[] good = Files.readAllBytes(file);
      Files.write(file, Arrays.copyOf(good, random.nextInt(good.length)));
      assertThat(trees.verify(roots).findings()).as("cut %s", file).isNotEmpty();
      Files.delete(file);
      assertThat(trees.verify(roots).findings()).as("without %s", file).isNotEmpty();
      Files.write(file, good);
    }
  }

  @Test
  void namesTheFilesThatALostChunkHurts() throws IOException {
    byte[] bytes = Seeds.bytes(random, 15_000);
    files.put("base/16384/2619", bytes);
    files.put("copy/of/it", bytes);
    ObjectId hurt = trees.commit(files, Optional.of(roots.getLast()));
    roots.add(hurt);
    roots.add(hurt);
    flip(bytes);
    VerifyReport report = trees.verify(roots);
    List<Finding> naming =
        report.findings().stream().filter(finding -> !finding.hurts().isEmpty()).toList();
    assertThat(naming).isNotEmpty();
    assertThat(naming)
        .allSatisfy(finding -> {
          assertThat(finding.lost()).containsExactly(ObjectHash.of(ObjectKind.CHUNK, bytes));
          assertThat(finding.hurts())
              .extracting(one -> one.path().toString())
              .containsExactlyInAnyOrder("base/16384/2619", "copy/of/it");
          assertThat(finding.hurts().getFirst().roots())
              .extracting(VerifyRoot::heldBy)
              .containsExactly("branch3", "branch4");
        });
    assertThat(report.hurt()).extracting(VerifyRoot::commit).containsExactly("commit3", "commit4");
  }

  /// Flips a bit of incompressible bytes wherever they are stored.
  private void flip(byte[] plain) throws IOException {
    int flipped = 0;
    for (Path pack : list("packs")) {
      byte[] bytes = Files.readAllBytes(pack);
      for (int at = 0; at + 64 < bytes.length; at++) {
        if (Arrays.equals(bytes, at, at + 64, plain, 0, 64)) {
          bytes[at + 9] ^= 2;
          flipped++;
        }
      }
      Files.write(pack, bytes);
    }
    assertThat(flipped).isEqualTo(1);
  }

  @Test
  void saysWhatIsMissing() throws IOException {
    ObjectId absent = ObjectHash.of(ObjectKind.CHUNK, new byte[] {7});
    roots.add(tree(file("lost", 1, absent)));
    VerifyReport report = trees.verify(roots);
    assertThat(report.findings())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.kind()).isEqualTo(Finding.Kind.OBJECT);
          assertThat(finding.lost()).containsExactly(absent);
          assertThat(finding.hurts())
              .extracting(hurt -> hurt.path().toString())
              .containsOnly("lost");
        });
    assertThat(report.hurt()).extracting(VerifyRoot::commit).containsExactly("commit3");
  }

  @Test
  void comparesTheLengthsOfChunksWithFiles() throws IOException {
    ObjectId chunk = ObjectHash.of(ObjectKind.CHUNK, new byte[] {7});
    put(new NewObject(chunk, ObjectKind.CHUNK, new byte[] {7}, List.of()));
    roots.add(tree(file("short", 2, chunk)));
    assertThat(trees.verify(roots).findings())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.problem()).contains("1 bytes where a file needs 2");
          assertThat(finding.hurts()).hasSize(1);
        });
  }

  @Test
  void holdsHardLinksAgainstEachOther() throws IOException {
    ObjectId chunk = ObjectHash.of(ObjectKind.CHUNK, new byte[] {7});
    put(new NewObject(chunk, ObjectKind.CHUNK, new byte[] {7}, List.of()));
    Optional<LinkGroup> group = Optional.of(LinkGroup.of(ByteString.utf8("a")));
    Entry a = linked("a", TreeStore.attributes(), group, chunk);
    Entry b = linked("b", TreeStore.attributes(), group, chunk);
    Entry other = linked("b", Attributes.plain(0600, 0, 0, 0, 0), group, chunk);
    assertThat(trees.verify(List.of(tree(a, b))).findings()).isEmpty();
    assertThat(trees.verify(List.of(tree(a, other))).findings())
        .singleElement()
        .satisfies(finding -> assertThat(finding.problem()).contains("differs"));
    assertThat(trees.verify(List.of(tree(a))).findings())
        .singleElement()
        .satisfies(finding -> assertThat(finding.problem()).contains("no other member"));
    assertThat(trees.verify(List.of(tree(b, linked("c", b.attributes(), group, chunk)))).findings())
        .singleElement()
        .satisfies(finding -> assertThat(finding.problem()).contains("smallest path"));
  }

  private static Entry file(String name, long size, ObjectId chunk) {
    return new Entry(
        ByteString.utf8(name),
        TreeStore.attributes(),
        Optional.empty(),
        new Node.RegularNode(size, new Content.ChunkContent(chunk)));
  }

  private static Entry linked(
      String name, Attributes attributes, Optional<LinkGroup> group, ObjectId chunk) {
    return new Entry(
        ByteString.utf8(name),
        attributes,
        group,
        new Node.RegularNode(1, new Content.ChunkContent(chunk)));
  }

  private void put(NewObject object) throws IOException {
    try (Session session = trees.sessions.begin("test");
        ObjectTransaction transaction = trees.store.begin(session)) {
      transaction.put(object);
      transaction.publish();
    }
  }

  private ObjectId tree(Entry... entries) throws IOException {
    try (Session session = trees.sessions.begin("test");
        ObjectTransaction transaction = trees.store.begin(session)) {
      DirectoryWriter writer = new DirectoryWriter(transaction);
      for (Entry entry : entries) {
        writer.add(entry);
      }
      ObjectId root = new Top(TreeStore.attributes(), writer.finish()).write(transaction);
      transaction.publish();
      return root;
    }
  }
}
