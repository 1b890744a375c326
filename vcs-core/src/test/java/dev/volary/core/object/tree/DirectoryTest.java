package dev.volary.core.object.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.io.ByteString;
import dev.volary.core.object.Entry;
import dev.volary.core.object.NewObject;
import dev.volary.core.object.PreviousDirectory;
import dev.volary.core.object.tree.InnerPage.Child;
import dev.volary.fixtures.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Directories of all sizes: what is written is read, small changes touch little, nothing else is
/// taken.
final class DirectoryTest {
  private final MemoryObjects objects = new MemoryObjects();
  private final DirectoryReader reader = new DirectoryReader(objects);

  private ObjectId write(Iterable<Entry> entries) {
    return write(entries, Optional.empty());
  }

  private ObjectId write(Iterable<Entry> entries, Optional<ObjectId> previous) {
    DirectoryWriter writer =
        new DirectoryWriter(objects, previous.map(id -> new PreviousDirectory(objects, id)));
    entries.forEach(writer::add);
    return writer.finish();
  }

  private List<Entry> read(ObjectId id) {
    List<Entry> entries = new ArrayList<>();
    reader.entries(id).forEachRemaining(entries::add);
    return entries;
  }

  private static SortedMap<ByteString, Entry> files(int count) {
    SortedMap<ByteString, Entry> files = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      Entry file = RandomEntries.file(i);
      files.put(file.name(), file);
    }
    return files;
  }

  @Test
  void whatIsWrittenIsRead() {
    Seeds.each(
        20,
        random -> {
          int count = random.nextInt(1 + random.nextInt(3000));
          SortedMap<ByteString, Entry> entries = RandomEntries.directory(random, count);
          ObjectId id = write(entries.values());
          assertThat(read(id)).containsExactlyElementsOf(entries.values());
          assertThat(reader.count(id)).isEqualTo(count);
          ByteString name = RandomEntries.name(random);
          assertThat(reader.find(id, name)).isEqualTo(Optional.ofNullable(entries.get(name)));
          List<Entry> rest = new ArrayList<>();
          reader.entriesFrom(id, name).forEachRemaining(rest::add);
          assertThat(rest).containsExactlyElementsOf(entries.tailMap(name).values());
        });
  }

  @Test
  void everyEntryOfALargeDirectoryIsFound() {
    SortedMap<ByteString, Entry> entries = files(20_000);
    ObjectId id = write(entries.values());
    entries.values().stream()
        .filter(entry -> entry.name().hashCode() % 97 == 0)
        .forEach(entry -> assertThat(reader.find(id, entry.name())).contains(entry));
    assertThat(reader.find(id, ByteString.utf8("zzz"))).isEmpty();
    assertThat(reader.entriesFrom(id, ByteString.utf8("zzz")).hasNext()).isFalse();
    assertThat(reader.find(id, ByteString.utf8("a"))).isEmpty();
  }

  @Test
  void theIdDependsOnTheEntriesAlone() {
    Seeds.each(
        5,
        random -> {
          SortedMap<ByteString, Entry> all = RandomEntries.directory(random, 2000);
          SortedMap<ByteString, Entry> grown = new TreeMap<>();
          Optional<ObjectId> previous = Optional.empty();
          List<Entry> shuffled = new ArrayList<>(all.values());
          Collections.shuffle(shuffled, new Random(random.nextLong()));
          for (int i = 0; i < shuffled.size(); i++) {
            grown.put(shuffled.get(i).name(), shuffled.get(i));
            if (random.nextInt(200) == 0) {
              previous = Optional.of(write(grown.values(), previous));
            }
          }
          ObjectId id = write(grown.values(), previous);
          objects.objects.clear();
          assertThat(write(all.values())).isEqualTo(id);
        });
  }

  @Test
  void oneNewFileCostsOneLeafAndItsPath() {
    SortedMap<ByteString, Entry> entries = files(100_000);
    ObjectId before = write(entries.values());
    long pages = objects.objects.size();
    assertThat(pages).isBetween(100L, 700L);
    int worst = 0;
    for (int i = 0; i < 40; i++) {
      ByteString name = ByteString.utf8("file-%07d.new".formatted(i * 2477));
      SortedMap<ByteString, Entry> more = new TreeMap<>(entries);
      more.put(name, RandomEntries.file(name, 5, new ObjectId(1, 2, 3, i)));
      long had = objects.objects.size();
      write(more.values(), Optional.of(before));
      worst = Math.max(worst, (int) (objects.objects.size() - had));
    }
    // A leaf, two inner pages; a few more where the name is a border or shifts one.
    assertThat(worst).isLessThanOrEqualTo(8);
  }

  @Test
  void aTouchedTimeMovesNoBorder() {
    SortedMap<ByteString, Entry> entries = files(30_000);
    write(entries.values());
    long pages = objects.objects.size();
    entries.replaceAll(
        (name, old) -> RandomEntries.file(name, 1, RandomEntries.id(Seeds.generator(9))));
    write(entries.values());
    assertThat(objects.objects.size()).isEqualTo((int) (2 * pages));
  }

  @Test
  void changedPagesComeWithThePagesTheyReplace() {
    SortedMap<ByteString, Entry> entries = files(50_000);
    ObjectId before = write(entries.values());
    MemoryObjects old = new MemoryObjects();
    old.objects.putAll(objects.objects);
    ByteString touched = ByteString.utf8("file-0031234.dat");
    entries.put(touched, RandomEntries.file(touched, 77, new ObjectId(7, 7, 7, 7)));
    old.reads.clear();
    DirectoryWriter writer =
        new DirectoryWriter(objects, Optional.of(new PreviousDirectory(old, before)));
    entries.values().forEach(writer::add);
    ObjectId after = writer.finish();
    List<NewObject> added =
        objects.objects.values().stream().filter(it -> !old.has(it.id())).toList();
    assertThat(added).hasSizeBetween(2, 4).extracting(NewObject::id).contains(after);
    assertThat(added).allSatisfy(it -> assertThat(it.base()).hasSize(1));
    assertThat(added.getLast().base().getFirst().id()).isEqualTo(before);
    DirectoryReader then = new DirectoryReader(old);
    assertThat(then.find(before, touched)).isPresent();
    assertThat(old.reads).hasSizeLessThan(10);
  }

  @Test
  void basesAreAtMostFourPiecesInOrder() {
    Seeds.each(
        10,
        random -> {
          SortedMap<ByteString, Entry> entries = RandomEntries.directory(random, 3000);
          ObjectId before = write(entries.values());
          entries.keySet().removeIf(name -> random.nextInt(4) != 0);
          entries.putAll(RandomEntries.directory(random, 500));
          List<ObjectId> old = leaves(before);
          Set<ObjectId> had = Set.copyOf(objects.objects.keySet());
          write(entries.values(), Optional.of(before));
          for (NewObject added : objects.objects.values()) {
            if (!had.contains(added.id()) && !PageFormat.isInner(added.plain())) {
              List<Integer> places =
                  added.base().stream().map(piece -> old.indexOf(piece.id())).toList();
              assertThat(places).hasSizeBetween(1, NewObject.MAX_PIECES);
              int first = places.getFirst();
              assertThat(places)
                  .isEqualTo(IntStream.range(first, first + places.size()).boxed().toList());
            }
          }
        });
  }

  private List<ObjectId> leaves(ObjectId directory) {
    List<ObjectId> leaves = new ArrayList<>();
    PageWalk walk = new PageWalk(objects, ObjectKind.DIRECTORY, directory, 0);
    for (; !walk.atEnd(); walk.advance()) {
      leaves.add(walk.id());
    }
    return leaves;
  }

  @Test
  void namesMustAscend() {
    DirectoryWriter writer = new DirectoryWriter(objects);
    writer.add(RandomEntries.file(2));
    assertThatThrownBy(() -> writer.add(RandomEntries.file(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> writer.add(RandomEntries.file(2)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void pagesThatDoNotFitTogetherAreRefused() {
    ObjectId large = write(files(3000).values());
    InnerPage page =
        InnerPage.decode(ObjectKind.DIRECTORY, "sample", objects.read(ObjectKind.DIRECTORY, large));
    List<Child> children = page.children();
    assertThat(children).hasSizeBetween(3, CutRule.INNER_MIN);
    refused(inner(List.of(children.getFirst())));
    refused(inner(List.of(children.getFirst(), children.get(1), miscounted(children.getLast()))));
    refused(inner(List.of(renamed(children.getFirst()), children.getLast())));
    ObjectId small = write(files(3).values());
    refused(inner(List.of(new Child(children.getFirst().last(), small, 3), children.getLast())));
    Child out = new Child(ByteString.utf8("zz"), children.getFirst().id(), 7);
    refused(inner(List.of(children.getFirst(), out)));
    ObjectId top = new Top(RandomEntries.file(1).attributes(), small).write(objects);
    refused(top);
    assertThat(Top.read(objects, top).directory()).isEqualTo(small);
  }

  private ObjectId inner(List<Child> children) {
    return objects.force(ObjectKind.DIRECTORY, InnerPage.encode(ObjectKind.DIRECTORY, 1, children));
  }

  private static Child miscounted(Child child) {
    return new Child(child.last(), child.id(), child.amount() + 1);
  }

  private static Child renamed(Child child) {
    return new Child(child.last().plus(ByteString.utf8("x")), child.id(), child.amount());
  }

  private void refused(ObjectId directory) {
    assertThatThrownBy(
            () -> {
              Iterator<Entry> entries = reader.entries(directory);
              while (entries.hasNext()) {
                entries.next();
              }
            })
        .isInstanceOfSatisfying(
            VolaryException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CORRUPT));
  }
}
