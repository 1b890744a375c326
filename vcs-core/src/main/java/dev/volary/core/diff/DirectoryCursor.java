package dev.volary.core.diff;

import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.io.ByteString;
import dev.volary.core.object.Entry;
import dev.volary.core.object.tree.DirectoryReader;
import dev.volary.core.object.tree.DirectoryReader.Page;
import dev.volary.core.object.tree.DirectoryReader.Part;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A place in one directory: before a page not yet opened, at an entry, or at the end.
final class DirectoryCursor {
  /// A page not yet opened.
  ///
  /// @param lower a bound: all its names are greater
  record Unopened(ObjectId id, ByteString lower, long amount) {}

  private final DirectoryReader reader;
  private final Deque<Iterator<Part>> levels = new ArrayDeque<>();
  private Iterator<Entry> leaf = Collections.emptyIterator();
  private ByteString passed = ByteString.EMPTY;
  private @Nullable Unopened page;
  private @Nullable Entry entry;
  private ByteString last = ByteString.EMPTY;

  /// Stands before the whole directory `id`, or at the end if there is none.
  DirectoryCursor(DirectoryReader reader, Optional<ObjectId> id) {
    this.reader = reader;
    this.page = id.map(i -> new Unopened(i, ByteString.EMPTY, Long.MAX_VALUE)).orElse(null);
  }

  /// Returns the page it stands before, or null.
  @Nullable Unopened page() {
    return page;
  }

  /// Returns the entry it stands at, or null.
  @Nullable Entry entry() {
    return entry;
  }

  boolean atEnd() {
    return page == null && entry == null;
  }

  /// Passes over the page it stands before, unread.
  void skipPage() {
    passed = last;
    step();
  }

  /// Passes over the entry it stands at.
  void skipEntry() {
    step();
  }

  /// Goes from before a page to before what it begins with.
  void open(Unopened opened) {
    switch (reader.page(opened.id())) {
      case Page.Leaf(var entries) -> leaf = entries.iterator();
      case Page.Inner(var parts) -> levels.push(parts.iterator());
    }
    step();
  }

  private void step() {
    page = null;
    entry = null;
    if (leaf.hasNext()) {
      Entry next = leaf.next();
      advanceTo(next.name());
      entry = next;
      return;
    }
    while (!levels.isEmpty()) {
      Iterator<Part> level = levels.element();
      if (level.hasNext()) {
        Part part = level.next();
        last = part.last();
        page = new Unopened(part.id(), passed, part.entries());
        return;
      }
      levels.pop();
    }
  }

  private void advanceTo(ByteString name) {
    if (name.compareTo(passed) <= 0) {
      throw VolaryException.corrupt("a directory", "its names are out of order at " + name);
    }
    passed = name;
  }
}
