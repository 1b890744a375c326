package dev.volary.core.store.index;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.store.manifest.Manifest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A process with little heap that writes, merges and searches large indexes and prints figures.
final class Merging {
  private static final int FILES = 4;

  private Merging() {}

  /// `args`: folder, entries of each of four files.
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    long each = Long.parseLong(args[1]);
    long start = System.nanoTime();
    List<IndexFile> inputs = new ArrayList<>();
    for (int i = 0; i < FILES; i++) {
      Path path = folder.resolve(i + IndexFile.SUFFIX);
      write(path, each, i);
      inputs.add(IndexFile.open(path));
    }
    long written = System.nanoTime();
    Path merged = folder.resolve("merged" + IndexFile.SUFFIX);
    IndexMerge merge = new IndexMerge(inputs, pack -> true);
    try (IndexWriter writer = IndexWriter.create(merged, merge.capacity())) {
      merge.writeTo(writer);
      writer.finish();
    }
    long mergedAt = System.nanoTime();
    inputs.forEach(IndexFile::close);
    search(merged, each, start, written, mergedAt);
  }

  private static void search(Path merged, long each, long start, long written, long mergedAt)
      throws Exception {
    long before = heap();
    long opening = System.nanoTime();
    IndexFile index = IndexFile.open(merged);
    long opened = System.nanoTime();
    long held = heap() - before;
    long count = 1_000_000;
    long found = 0;
    long hits = System.nanoTime();
    for (long i = 0; i < count; i++) {
      found += index.find(id(i * 7919 % each, (int) (i % FILES), each)).size();
    }
    long misses = System.nanoTime();
    for (long i = 0; i < count; i++) {
      found += index.find(id(i * 7919 % each, FILES, each)).size();
    }
    long end = System.nanoTime();
    System.out.println(index.entries() + " " + found);
    System.out.printf(
        "write %d ms, merge %d ms, open %d us, %d bytes held, hit %d ns, miss %d ns%n",
        (written - start) / 1_000_000,
        (mergedAt - written) / 1_000_000,
        (opened - opening) / 1000,
        held,
        (misses - hits) / count,
        (end - misses) / count);
    index.close();
  }

  private static long heap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static void write(Path path, long entries, int file) throws Exception {
    try (IndexWriter writer = IndexWriter.create(path, entries)) {
      for (long i = 0; i < entries; i++) {
        Location place =
            new Location(file, i & Manifest.MAX_U32, 0, FILES * i + file, ObjectKind.CHUNK, 0);
        writer.add(new IndexEntry(id(i, file, entries), place));
      }
      writer.finish();
    }
  }

  /// Returns ids that ascend with `i`, spread evenly, with mixed low bits.
  private static ObjectId id(long i, int file, long entries) {
    long step = Long.divideUnsigned(-1L, entries);
    long mixed = (i * (FILES + 1) + file + 1) * 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ mixed >>> 32) * 0xD6E8FEB86659FD93L;
    return new ObjectId(i * step + step / (FILES + 1) * file, mixed, i, mixed ^ mixed >>> 29);
  }
}
