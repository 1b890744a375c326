package dev.volary.core.object.tree;

import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.io.ByteString;
import dev.volary.core.object.Entry;
import dev.volary.core.object.ObjectSource;
import dev.volary.core.object.tree.InnerPage.Child;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/// Reads directories as streams of entries, one page a level held at a time.
///
/// Everything read is checked; what is not a valid directory fails with
/// [dev.volary.core.error.Fault#CORRUPT], what is not there with
/// [dev.volary.core.error.Fault#NOT_FOUND]. Thread-safe; the iterators are not.
public final class DirectoryReader {
  /// One object of a directory.
  public sealed interface Page {
    /// Entries in ascending order of their names: a small directory, or a part of a large one.
    record Leaf(List<Entry> entries) implements Page {}

    /// The parts of a large directory in ascending order.
    record Inner(List<Part> parts) implements Page {
      static Inner of(InnerPage page) {
        return new Inner(
            page.children().stream()
                .map(child -> new Part(child.id(), child.last(), child.amount()))
                .toList());
      }
    }
  }

  /// A part of a large directory.
  ///
  /// @param last the greatest name in it
  /// @param entries how many names are in it
  public record Part(ObjectId id, ByteString last, long entries) {}

  private final ObjectSource source;

  /// A reader of directories in `source`.
  public DirectoryReader(ObjectSource source) {
    this.source = source;
  }

  /// Returns the entries of `directory` in ascending order of their names.
  public Iterator<Entry> entries(ObjectId directory) {
    return new Entries(walk(directory), 0);
  }

  /// Returns the entries of `directory` whose names are `first` or greater, ascending.
  public Iterator<Entry> entriesFrom(ObjectId directory, ByteString first) {
    PageWalk walk = walk(directory);
    walk.skip(end -> end.name().compareTo(first) < 0);
    if (walk.atEnd()) {
      return Collections.emptyIterator();
    }
    int index = search(read(walk), first);
    return new Entries(walk, index < 0 ? -index - 1 : index);
  }

  /// Returns the entry of `directory` called `name`, if there is one.
  public Optional<Entry> find(ObjectId directory, ByteString name) {
    PageWalk walk = walk(directory);
    walk.skip(end -> end.name().compareTo(name) < 0);
    if (walk.atEnd()) {
      return Optional.empty();
    }
    List<Entry> entries = read(walk);
    int index = search(entries, name);
    return index < 0 ? Optional.empty() : Optional.of(entries.get(index));
  }

  /// Returns the single object `id` of a directory, for those who compare directories object by
  /// object. It is checked as far as it shows by itself, not against the page above it.
  public Page page(ObjectId id) {
    byte[] plain = source.read(ObjectKind.DIRECTORY, id);
    String resource = PageFormat.resource(ObjectKind.DIRECTORY, id);
    return PageFormat.isInner(plain)
        ? Page.Inner.of(InnerPage.decode(ObjectKind.DIRECTORY, resource, plain))
        : new Page.Leaf(DirectoryLeaf.decode(resource, plain).entries());
  }

  /// Returns how many entries `directory` has, reading its first object only.
  public long count(ObjectId directory) {
    byte[] plain = source.read(ObjectKind.DIRECTORY, directory);
    String resource = PageFormat.resource(ObjectKind.DIRECTORY, directory);
    return PageFormat.isInner(plain)
        ? InnerPage.decode(ObjectKind.DIRECTORY, resource, plain).amount()
        : DirectoryLeaf.decode(resource, plain).entries().size();
  }

  private PageWalk walk(ObjectId directory) {
    return new PageWalk(source, ObjectKind.DIRECTORY, directory, 0);
  }

  private static List<Entry> read(PageWalk walk) {
    String resource = PageFormat.resource(ObjectKind.DIRECTORY, walk.id());
    DirectoryLeaf leaf = DirectoryLeaf.decode(resource, walk.read());
    List<Entry> entries = leaf.entries();
    if (walk.said().isPresent()) {
      Child said = walk.said().get();
      if (entries.size() != said.amount() || !entries.getLast().name().equals(said.last())) {
        throw VolaryException.corrupt(resource, "it is not what the page above says");
      }
      if (entries.getFirst().name().compareTo(walk.lower().name()) <= 0) {
        throw VolaryException.corrupt(resource, "its names are out of order");
      }
    }
    if (!leaf.cut() && !walk.isLast()) {
      throw VolaryException.corrupt(resource, "it ends before its border");
    }
    return entries;
  }

  private static int search(List<Entry> entries, ByteString name) {
    int low = 0;
    int high = entries.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = entries.get(middle).name().compareTo(name);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -low - 1;
  }

  /// The entries from one of a leaf on.
  private static final class Entries implements Iterator<Entry> {
    private final PageWalk walk;
    private List<Entry> entries;
    private int next;

    Entries(PageWalk walk, int next) {
      this.walk = walk;
      this.entries = DirectoryReader.read(walk);
      this.next = next;
    }

    @Override
    public boolean hasNext() {
      while (next == entries.size()) {
        if (walk.atEnd()) {
          return false;
        }
        walk.advance();
        entries = walk.atEnd() ? List.of() : DirectoryReader.read(walk);
        next = 0;
      }
      return true;
    }

    @Override
    public Entry next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return entries.get(next++);
    }
  }
}
