package dev.volary.core.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.core.diff.TreeDiff.Options;
import dev.volary.core.hash.ObjectHash;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.io.ByteString;
import dev.volary.core.object.Attributes;
import dev.volary.core.object.Content;
import dev.volary.core.object.Node;
import dev.volary.fixtures.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class TreeDiffTest {
  private final HeldObjects objects = new HeldObjects();

  private ModelTree tree() {
    return new ModelTree(objects);
  }

  private List<Change> changes(ObjectId before, ObjectId after, Options options) {
    List<Change> changes = new ArrayList<>();
    new TreeDiff(objects).compare(before, after, options, changes::add);
    return changes;
  }

  private List<String> tell(ObjectId before, ObjectId after, Options options) {
    return changes(before, after, options).stream().map(TreeDiffTest::tell).toList();
  }

  private static String tell(Change change) {
    String aspects =
        change.aspects().isEmpty() ? "" : " " + new java.util.TreeSet<>(change.aspects());
    String from = change.from().map(path -> path + " -> ").orElse("");
    return change.type() + " " + from + change.path() + aspects;
  }

  private static Options only(String... paths) {
    return new Options(PathFilter.of(Set.of(paths).stream().map(ByteString::utf8).toList()), true);
  }

  @Test
  void namesEveryAspect() {
    ObjectId before =
        tree()
            .file("content", "one")
            .file("mode", "two")
            .file("gone/deep", "three")
            .file("type", "four")
            .node("link", new Node.SymlinkNode(ByteString.utf8("here")))
            .write();
    ObjectId after =
        tree()
            .file("content", "changed")
            .file("mode", "two")
            .attributes("mode", Attributes.plain(0600, 9, 2, 3, 5))
            .file("new", "five")
            .file("type/inside", "six")
            .node("link", new Node.SymlinkNode(ByteString.utf8("there")))
            .write();
    assertThat(tell(before, after, Options.DEFAULT))
        .containsExactly(
            "MODIFIED content [CONTENT]",
            "REMOVED gone",
            "REMOVED gone/deep",
            "MODIFIED link [CONTENT]",
            "MODIFIED mode [MODE, OWNER, TIME]",
            "ADDED new",
            "MODIFIED type [TYPE]",
            "ADDED type/inside");
  }

  @Test
  void withoutChunksTheirIdsTell() {
    ObjectId before = tree().file("changed", "one").file("same", "two").write();
    ModelTree after = tree().file("same", "two");
    // A live tree's new chunk is hashed and forgotten.
    ObjectId forgotten = ObjectHash.of(ObjectKind.CHUNK, "1ne".getBytes(StandardCharsets.UTF_8));
    after.node("changed", new Node.RegularNode(3, new Content.ChunkContent(forgotten)));
    List<String> changes = new ArrayList<>();
    TreeDiff.withoutChunks(objects)
        .compare(before, after.write(), Options.DEFAULT, change -> changes.add(tell(change)));
    assertThat(changes).containsExactly("MODIFIED changed [CONTENT]");
  }

  @Test
  void theTopHasTheEmptyPath() {
    ObjectId before = tree().write();
    ObjectId after = tree().attributes("", Attributes.plain(0700, 1, 2, 3, 4)).write();
    assertThat(tell(before, after, Options.DEFAULT)).containsExactly("MODIFIED  [MODE]");
    assertThat(tell(before, after, only("a"))).isEmpty();
  }

  @Test
  void findsRenamedFilesAndDirectories() {
    ModelTree tree = tree().file("a/x", "one").file("a/y", "two").file("b/z", "three");
    tree.file("b/kept", "k").file("empty", "");
    ObjectId before = tree.write();
    tree.move("a", "moved").move("b/z", "b/renamed").move("empty", "void");
    assertThat(tell(before, tree.write(), Options.DEFAULT))
        .containsExactly(
            "RENAMED b/z -> b/renamed", "REMOVED empty", "RENAMED a -> moved", "ADDED void");
    assertThat(tell(before, tree.write(), new Options(PathFilter.ALL, false)))
        .contains("REMOVED a/x", "ADDED moved/x");
  }

  @Test
  void takesAChangedDirectoryThatMovedApart() {
    ModelTree tree = tree().file("a/x", "one").file("a/sub/y", "two").file("a/sub/z", "three");
    ObjectId before = tree.write();
    tree.move("a", "b").file("b/x", "changed");
    assertThat(tell(before, tree.write(), Options.DEFAULT))
        .containsExactly(
            "REMOVED a", "REMOVED a/x", "ADDED b", "RENAMED a/sub -> b/sub", "ADDED b/x");
  }

  @Test
  void looksOnlyWhereItIsAsked() {
    ModelTree tree = tree().file("a/b/c", "one").file("a/bc", "two").file("d", "three");
    ObjectId before = tree.write();
    tree.file("a/b/c", "1").file("a/bc", "2").file("d", "3");
    assertThat(tell(before, tree.write(), only("a/b/")))
        .containsExactly("MODIFIED a/b/c [CONTENT]");
    assertThat(tell(before, tree.write(), only("a", "d")))
        .containsExactly(
            "MODIFIED a/b/c [CONTENT]", "MODIFIED a/bc [CONTENT]", "MODIFIED d [CONTENT]");
  }

  @Test
  void readsLittleOfLargeDirectoriesThatShareMost() {
    ModelTree tree = tree();
    for (int i = 0; i < 60_000; i++) {
      tree.file("large/" + Integer.toHexString(i * 0x9e3779b1), "same");
    }
    ObjectId before = tree.write();
    tree.file("large/new", "n").remove("large/" + Integer.toHexString(7 * 0x9e3779b1));
    ObjectId after = tree.write();
    long reads = objects.reads();
    assertThat(tell(before, after, Options.DEFAULT)).hasSize(2);
    assertThat(objects.reads() - reads).isLessThan(60);
  }

  @Test
  void givesUpOnRenamesRatherThanHoldEverything() {
    ModelTree tree = tree();
    int many = RenameFinder.LIMIT + 100;
    for (int i = 0; i < many; i++) {
      tree.file("many/" + i, "content " + i);
    }
    ObjectId before = tree.write();
    tree.move("many", "moved").file("moved/0", "changed").file("moved/new", "new");
    assertThat(changes(before, tree.write(), Options.DEFAULT)).hasSize(2 * many + 3);
  }

  @Test
  void randomTreesDifferExactlyWhereTheirPathsDo() {
    Seeds.each(60, this::randomPair);
  }

  private void randomPair(RandomGenerator random) {
    TreeMap<String, String> left = new TreeMap<>();
    TreeMap<String, String> right = new TreeMap<>();
    int count = random.nextInt(1, 3000);
    for (int i = 0; i < count; i++) {
      String path = "d" + random.nextInt(3) + "/" + Integer.toHexString(random.nextInt());
      String text = Integer.toString(random.nextInt(50));
      left.put(path, text);
      right.put(path, text);
    }
    for (int i = random.nextInt(12); i > 0; i--) {
      String path = "d" + random.nextInt(3) + "/" + Integer.toHexString(random.nextInt());
      (random.nextBoolean() ? left : right).put(path, "new");
      right.remove(List.copyOf(right.keySet()).get(random.nextInt(right.size())));
      right.put(List.copyOf(left.keySet()).get(random.nextInt(left.size())), "changed");
    }
    Set<String> expected = new HashSet<>();
    left.forEach((path, text) -> addIf(expected, path, !text.equals(right.get(path))));
    right.forEach((path, text) -> addIf(expected, path, !text.equals(left.get(path))));
    List<Change> changes = changes(write(left), write(right), new Options(PathFilter.ALL, false));
    assertThat(changes).isSortedAccordingTo((a, b) -> a.path().compareTo(b.path()));
    assertThat(changes)
        .extracting(change -> change.path().toString())
        .filteredOn(path -> path.contains("/"))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  private static void addIf(Set<String> paths, String path, boolean wanted) {
    if (wanted) {
      paths.add(path);
    }
  }

  private ObjectId write(SortedMap<String, String> files) {
    ModelTree tree = tree();
    files.forEach(tree::file);
    return tree.write();
  }
}
