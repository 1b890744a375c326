package dev.volary.core.store.index;

import java.io.IOException;
import java.util.Collection;
import java.util.Iterator;
import java.util.PriorityQueue;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/// Streams the entries of several index files, in order and each once, into a new one.
final class IndexMerge {
  private final Collection<IndexFile> inputs;
  private final LongPredicate packListed;

  IndexMerge(Collection<IndexFile> inputs, LongPredicate packListed) {
    this.inputs = inputs;
    this.packListed = packListed;
  }

  /// Returns how many entries there are at most.
  long capacity() {
    return inputs.stream().mapToLong(IndexFile::entries).sum();
  }

  void writeTo(IndexWriter writer) throws IOException {
    PriorityQueue<Cursor> queue = new PriorityQueue<>();
    for (IndexFile input : inputs) {
      Iterator<IndexEntry> entries = input.iterator();
      if (entries.hasNext()) {
        queue.add(new Cursor(entries));
      }
    }
    IndexEntry last = null;
    while (!queue.isEmpty()) {
      Cursor cursor = queue.remove();
      IndexEntry entry = cursor.current;
      if (isNew(entry, last) && packListed.test(entry.location().pack())) {
        writer.add(entry);
        last = entry;
      }
      if (cursor.advance()) {
        queue.add(cursor);
      }
    }
  }

  private static boolean isNew(IndexEntry entry, @Nullable IndexEntry last) {
    return last == null || entry.compareTo(last) != 0;
  }

  /// One input at its next entry.
  private static final class Cursor implements Comparable<Cursor> {
    private final Iterator<IndexEntry> rest;
    private IndexEntry current;

    Cursor(Iterator<IndexEntry> rest) {
      this.rest = rest;
      this.current = rest.next();
    }

    boolean advance() {
      if (!rest.hasNext()) {
        return false;
      }
      current = rest.next();
      return true;
    }

    @Override
    public int compareTo(Cursor other) {
      return current.compareTo(other.current);
    }
  }
}
