package dev.volary.core.reach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.object.tree.Top;
import dev.volary.fixtures.Seeds;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// A closure visits all that roots reach, once, and reads no chunk.
final class ClosureTest {
  /// Notes what is reached and what is not readable.
  private static final class Notes implements Closure.Visitor {
    final List<ObjectId> reached = new ArrayList<>();
    final Set<ObjectId> unreadable = new HashSet<>();

    @Override
    public boolean reached(ObjectKind kind, ObjectId id) {
      reached.add(id);
      return true;
    }

    @Override
    public void unreadable(ObjectKind kind, ObjectId id, VolaryException failure) {
      unreadable.add(id);
    }
  }

  private static Closure closure(GrownTree tree) {
    return new Closure(tree, new ObjectSet(tree::numberOf));
  }

  @Test
  void everyObjectIsReachedOnceAndReadOnce() {
    Seeds.each(
        20,
        random -> {
          GrownTree tree = new GrownTree(random);
          List<ObjectId> roots = List.of(tree.grow(), tree.grow(), tree.grow());
          Notes notes = new Notes();
          closure(tree).walk(roots, notes);
          Set<ObjectId> expected = new HashSet<>(tree.objects.keySet());
          expected.addAll(tree.chunks);
          assertThat(notes.reached).doesNotHaveDuplicates().hasSameElementsAs(expected);
          assertThat(tree.reads).isEqualTo(tree.objects.size());
          assertThat(notes.unreadable).isEmpty();
        });
  }

  @Test
  void wideAndDeepTreesAreWalked() {
    GrownTree tree = new GrownTree(Seeds.generator(1));
    List<ObjectId> roots = List.of(tree.wide(50_000), tree.deep(20_000));
    Notes notes = new Notes();
    closure(tree).walk(roots, notes);
    assertThat(notes.reached).hasSize(tree.objects.size() + tree.chunks.size());
  }

  @Test
  void aSharedSetCarriesWhatWasSeenToTheNextWalk() {
    GrownTree tree = new GrownTree(Seeds.generator(2));
    ObjectId root = tree.grow();
    ObjectSet seen = new ObjectSet(tree::numberOf);
    new Closure(tree, seen).walk(List.of(root), new Notes());
    assertThat(seen.contains(ObjectKind.DIRECTORY, root)).isTrue();
    assertThat(seen.size(ObjectKind.CHUNK)).isEqualTo(tree.chunks.size());
    Notes second = new Notes();
    new Closure(tree, seen).walk(List.of(root), second);
    assertThat(second.reached).isEmpty();
  }

  @Test
  void theVisitorCanPassOverWhatIsBelow() {
    GrownTree tree = new GrownTree(Seeds.generator(3));
    List<ObjectId> reached = new ArrayList<>();
    closure(tree)
        .walk(
            List.of(tree.grow()),
            (kind, id) -> {
              reached.add(id);
              return false;
            });
    assertThat(reached).hasSize(1);
    assertThat(tree.reads).isZero();
  }

  @Test
  void aMissingDirectoryIsToldAndTheRestGoesOn() {
    GrownTree tree = new GrownTree(Seeds.generator(4));
    ObjectId root = tree.grow();
    ObjectId other = tree.grow();
    ObjectId gone = Top.read(tree, root).directory();
    tree.objects.remove(gone);
    Notes notes = new Notes();
    closure(tree).walk(List.of(root, other), notes);
    assertThat(notes.unreadable).containsExactly(gone);
    assertThat(notes.reached).contains(other, Top.read(tree, other).directory());
    assertThatThrownBy(() -> closure(tree).walk(List.of(root), (kind, id) -> true))
        .isInstanceOf(VolaryException.class);
  }

  @Test
  void aDirectoryNamedAsAChunkDoesNotHideIt() {
    GrownTree tree = new GrownTree(Seeds.generator(5));
    ObjectId root = tree.grow();
    ObjectId directory = Top.read(tree, root).directory();
    Closure closure = closure(tree);
    Notes notes = new Notes();
    closure.walkFrom(ObjectKind.CHUNK, directory, notes);
    assertThat(notes.reached).containsExactly(directory);
    closure.walk(List.of(root), notes);
    assertThat(notes.reached).containsAll(tree.objects.keySet());
  }
}
