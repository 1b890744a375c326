package dev.volary.core.verify;

import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.reach.NumberSet;
import dev.volary.core.store.index.IndexDirectory;
import dev.volary.core.store.index.IndexEntry;
import dev.volary.core.store.index.IndexFile;
import dev.volary.core.store.index.Location;
import dev.volary.core.store.manifest.IndexInfo;
import dev.volary.core.store.manifest.Manifest;
import dev.volary.core.store.manifest.PackInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Checks every index file, and all of them against each other and the manifest.
///
/// That each index agrees with its packs takes two looks: here, that it has exactly as many entries
/// of a pack as the pack has objects; in the check of the pack, that each object is found.
final class IndexCheck {
  private final IndexDirectory directory;
  private final Manifest manifest;
  private final Findings findings;
  private final Map<Long, Long> entriesOfPack = new HashMap<>();
  private final Set<IndexInfo> unreadable = new HashSet<>();
  private final Set<IndexInfo> wrong = new HashSet<>();

  IndexCheck(IndexDirectory directory, Manifest manifest, Findings findings) {
    this.directory = directory;
    this.manifest = manifest;
    this.findings = findings;
  }

  /// Checks everything and returns the indexes that must be written anew.
  Set<IndexInfo> run() {
    List<Cursor> cursors = new ArrayList<>();
    try {
      for (IndexInfo info : manifest.indexes()) {
        open(info).ifPresent(cursors::add);
      }
      merge(cursors);
      manifest.indexes().forEach(this::checkCounts);
    } finally {
      cursors.forEach(cursor -> cursor.file.close());
    }
    wrong.addAll(unreadable);
    return wrong;
  }

  private Optional<Cursor> open(IndexInfo info) {
    try {
      IndexFile file = directory.open(info.name());
      try {
        file.verify();
        if (file.sizeBytes() != info.sizeBytes() || file.entries() != info.entries()) {
          throw VolaryException.corrupt(name(info), "it is not the index that the manifest lists");
        }
        return Optional.of(new Cursor(info, file));
      } catch (RuntimeException e) {
        file.close();
        throw e;
      }
    } catch (NoSuchFileException e) {
      report(info, "the file is missing");
    } catch (VolaryException e) {
      report(info, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the " + name(info), e);
    }
    unreadable.add(info);
    return Optional.empty();
  }

  private void merge(List<Cursor> cursors) {
    PriorityQueue<Cursor> queue = new PriorityQueue<>();
    for (Cursor cursor : cursors) {
      if (cursor.advance()) {
        queue.add(cursor);
      }
    }
    NumberSet numbers = new NumberSet();
    IndexEntry previous = null;
    while (!queue.isEmpty()) {
      Cursor cursor = queue.remove();
      IndexEntry entry = cursor.current();
      if (manifest.pack(entry.location().pack()).isPresent()) {
        check(cursor.info, entry, previous, numbers);
        previous = entry;
      }
      if (cursor.advance()) {
        queue.add(cursor);
      }
    }
  }

  private void check(
      IndexInfo info, IndexEntry entry, @Nullable IndexEntry previous, NumberSet numbers) {
    Location place = entry.location();
    if (!info.packs().contains(place.pack())) {
      wrong(info, entry.id(), "it has an entry of pack " + place.pack() + ", not one of its packs");
    }
    entriesOfPack.merge(place.pack(), 1L, Long::sum);
    if (place.number() >= manifest.nextObject()) {
      wrong(info, entry.id(), "the number " + place.number() + " was never given");
    }
    if (previous == null || !previous.id().equals(entry.id())) {
      if (!numbers.add(place.number())) {
        wrong(info, entry.id(), "its number " + place.number() + " is another object's");
      }
    } else if (previous.location().number() != place.number()
        || previous.location().kind() != place.kind()) {
      wrong(info, entry.id(), "its copies differ in number or kind");
    }
  }

  private void wrong(IndexInfo info, ObjectId id, String problem) {
    wrong.add(info);
    findings.add(Finding.Kind.INDEX, name(info), id + ": " + problem, Set.of());
  }

  private void checkCounts(IndexInfo info) {
    if (unreadable.contains(info)) {
      return;
    }
    for (long number : info.packs()) {
      long entries = entriesOfPack.getOrDefault(number, 0L);
      Optional<PackInfo> pack = manifest.pack(number);
      if (pack.isPresent() && pack.get().objects() != entries) {
        wrong.add(info);
        report(
            info,
            "it has %d entries of the pack %s, which has %d objects"
                .formatted(entries, pack.get().name(), pack.get().objects()));
      }
    }
  }

  private void report(IndexInfo info, String problem) {
    findings.add(Finding.Kind.INDEX, name(info), problem, Set.of());
  }

  private static String name(IndexInfo info) {
    return "index " + info.name();
  }

  /// An index at its next entry.
  private static final class Cursor implements Comparable<Cursor> {
    private final IndexInfo info;
    private final IndexFile file;
    private final Iterator<IndexEntry> entries;
    private @Nullable IndexEntry current;

    Cursor(IndexInfo info, IndexFile file) {
      this.info = info;
      this.file = file;
      this.entries = file.iterator();
    }

    boolean advance() {
      current = entries.hasNext() ? entries.next() : null;
      return current != null;
    }

    IndexEntry current() {
      if (current == null) {
        throw new IllegalStateException("the index is at its end");
      }
      return current;
    }

    @Override
    public int compareTo(Cursor other) {
      return current().compareTo(other.current());
    }
  }
}
