package dev.volary.core.reach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.Consistency;
import dev.volary.core.history.Facts;
import dev.volary.core.history.Identity;
import dev.volary.core.history.NewCommit;
import dev.volary.core.history.RefName;
import dev.volary.core.history.VolumeHistory;
import dev.volary.core.history.git.GitHistory;
import dev.volary.core.history.git.HistorySetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What commits reach, with and without a memory of it.
final class ReachableObjectsTest {
  private final GrownTree tree = new GrownTree(new Random(8));
  private final Map<ObjectId, Long> numbers = new HashMap<>();
  private @TempDir Path folder;
  private VolumeHistory history;
  private CommitId one;
  private CommitId two;

  @BeforeEach
  void open() {
    InstantSource clock = InstantSource.fixed(Instant.parse("2026-11-17T20:00:00Z"));
    history =
        GitHistory.create(
            folder.resolve("history.git"),
            RefName.branch("main"),
            new HistorySetup(clock, ZoneOffset.UTC, file -> () -> {}));
    one = commit(tree.wide(500));
    two = commit(tree.grow());
  }

  @AfterEach
  void close() {
    history.close();
  }

  private CommitId commit(ObjectId root) {
    Facts facts =
        new Facts(
            root,
            1,
            1,
            Instant.parse("2026-11-17T20:00:00Z"),
            Consistency.of(Consistency.Level.STOPPED));
    Identity ann = new Identity("Ann Example", "ann@example.org");
    return history.commit(new NewCommit(List.of(), ann, root.toHex(), new TreeMap<>(), facts));
  }

  private Optional<Long> numberOf(ObjectId id) {
    return Optional.of(numbers.computeIfAbsent(id, key -> numbers.size() * 5000L));
  }

  private ReachableObjects reachable() {
    return ReachableObjects.of(folder, history, tree, this::numberOf);
  }

  private void assertReaches(Collection<CommitId> commits) {
    ObjectSet expected = new ObjectSet(this::numberOf);
    for (CommitId commit : commits) {
      new Closure(tree, expected).walk(List.of(history.facts(commit).root()), (kind, id) -> true);
    }
    int before = tree.reads;
    ObjectSet found = reachable().of(commits);
    lastReads = tree.reads - before;
    for (ObjectKind kind : ObjectKind.values()) {
      assertThat(found.size(kind)).isEqualTo(expected.size(kind)).isPositive();
      numbers
          .keySet()
          .forEach(
              id -> assertThat(found.contains(kind, id)).isEqualTo(expected.contains(kind, id)));
    }
  }

  private int lastReads;

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("reach"))) {
      return files.toList();
    }
  }

  @Test
  void remembersAndBeginsWithWhatIsKnown() throws IOException {
    assertReaches(List.of(one, two));
    int all = lastReads;
    assertReaches(List.of(two, one));
    assertThat(lastReads).isZero();
    CommitId three = commit(tree.deep(2));
    assertReaches(List.of(one, two, three));
    assertThat(lastReads).isBetween(1, all - 1);
    assertThat(files()).hasSize(2);
    assertReaches(List.of(two));
    assertThat(lastReads).isPositive();
  }

  @Test
  void makesAnewWhatIsDamagedOrNumberedOtherwise() throws IOException {
    assertReaches(List.of(one, two));
    byte[] bytes = Files.readAllBytes(files().getFirst());
    for (int at : new int[] {0, 20, bytes.length / 2, bytes.length - 1}) {
      byte[] hurt = bytes.clone();
      hurt[at] ^= 1;
      Files.write(files().getFirst(), hurt);
      assertReaches(List.of(one, two));
      assertThat(lastReads).isPositive();
    }
    numbers.clear();
    assertReaches(List.of(two, one));
    numbers.replaceAll((id, number) -> number + 1);
    assertReaches(List.of(one, two));
    assertThat(lastReads).isPositive();
  }

  @Test
  void remembersAFewOnly() throws IOException {
    for (int i = 0; i < 20; i++) {
      reachable().of(List.of(commit(tree.deep(i + 3))));
    }
    assertThat(files()).hasSizeLessThanOrEqualTo(8);
  }

  @Test
  void answersWhereNothingCanBeRemembered() throws IOException {
    Files.createFile(folder.resolve("reach"));
    assertReaches(List.of(one, two));
  }

  @Test
  void doesNotRememberWhatIsNotStored() throws IOException {
    ObjectSet set =
        ReachableObjects.of(folder, history, tree, tree::numberOf).of(List.of(one, two));
    assertThat(set.anyAbsent()).isTrue();
    assertThat(folder.resolve("reach")).doesNotExist();
  }
}
