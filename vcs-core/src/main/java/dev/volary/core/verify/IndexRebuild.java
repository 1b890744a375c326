package dev.volary.core.verify;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.store.index.IndexDirectory;
import dev.volary.core.store.index.IndexEntry;
import dev.volary.core.store.index.IndexFile;
import dev.volary.core.store.index.Location;
import dev.volary.core.store.manifest.IndexInfo;
import dev.volary.core.store.manifest.PackInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Writes index files from the records of packs. Objects that other indexes know keep their
/// numbers; memory is bounded, for each file written covers some hundred thousand objects.
final class IndexRebuild implements AutoCloseable {
  private static final int MAX_ENTRIES = 400_000;

  private final FoundPacks packs;
  private final IndexDirectory directory;
  private final List<IndexFile> known = new ArrayList<>();
  private final List<IndexInfo> made = new ArrayList<>();
  private final List<IndexEntry> entries = new ArrayList<>();
  private final List<Long> covered = new ArrayList<>();
  private final Map<ObjectId, Long> given = new HashMap<>();
  private long nextObject;

  /// Rebuilds into `directory`, where the numbers from `nextObject` on are free.
  IndexRebuild(FoundPacks packs, IndexDirectory directory, long nextObject) {
    this.packs = packs;
    this.directory = directory;
    this.nextObject = nextObject;
  }

  /// Takes the numbers of objects from an index that is sound.
  void know(IndexInfo index) throws IOException {
    known.add(directory.open(index.name()));
  }

  /// Writes indexes of `wanted`, every one of which is covered, be it damaged or missing.
  List<IndexInfo> write(List<PackInfo> wanted) throws IOException {
    for (PackInfo pack : wanted) {
      entries.addAll(packs.entries(pack, this::number));
      covered.add(pack.number());
      if (entries.size() >= MAX_ENTRIES) {
        flush();
      }
    }
    flush();
    return List.copyOf(made);
  }

  /// Returns the lowest number that was not given to an object.
  long nextObject() {
    return nextObject;
  }

  private long number(ObjectId id) {
    for (IndexFile file : known) {
      List<Location> found = file.find(id);
      if (!found.isEmpty()) {
        return found.getFirst().number();
      }
    }
    return given.computeIfAbsent(id, i -> nextObject++);
  }

  private void flush() throws IOException {
    if (covered.isEmpty()) {
      return;
    }
    IndexInfo info = directory.write(entries, covered);
    made.add(info);
    know(info);
    entries.clear();
    covered.clear();
    given.clear();
  }

  @Override
  public void close() {
    known.forEach(IndexFile::close);
  }
}
