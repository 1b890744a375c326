package dev.volary.core.store.index;

import dev.volary.core.io.AtomicFile;
import dev.volary.core.store.manifest.IndexInfo;
import dev.volary.core.store.manifest.Manifest;
import dev.volary.core.store.manifest.UniqueName;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The folder `indexes` of a depot: writes, merges and removes index files. Thread-safe.
///
/// What it writes is durable when it returns, and counts once a manifest lists it.
public final class IndexDirectory {
  private static final String NAME = "indexes";

  private final Path path;
  private final SecureRandom random;

  private IndexDirectory(Path path, SecureRandom random) {
    this.path = path;
    this.random = random;
  }

  /// Opens the folder of `depot`, making it if need be; `random` draws the names of files.
  public static IndexDirectory open(Path depot, SecureRandom random) throws IOException {
    Path path = depot.resolve(NAME);
    if (!Files.isDirectory(path)) {
      Files.createDirectories(path);
      AtomicFile.syncDirectory(depot);
    }
    return new IndexDirectory(path, random);
  }

  /// Writes an index of `entries`, in any order, which are all objects of `packs`.
  public IndexInfo write(Collection<IndexEntry> entries, Collection<Long> packs)
      throws IOException {
    List<IndexEntry> sorted = new ArrayList<>(entries);
    sorted.sort(null);
    return copy(sorted.iterator(), sorted.size(), packs);
  }

  /// Writes an index of at most `capacity` entries, which come in order and are all objects of
  /// `packs`. Memory does not grow with the entries.
  public IndexInfo copy(Iterator<IndexEntry> entries, long capacity, Collection<Long> packs)
      throws IOException {
    UniqueName name = UniqueName.random(random);
    IndexInfo info;
    try (IndexWriter writer = IndexWriter.create(file(name), capacity)) {
      while (entries.hasNext()) {
        writer.add(entries.next());
      }
      long count = writer.finish();
      info = new IndexInfo(name, writer.sizeBytes(), count, List.copyOf(new TreeSet<>(packs)));
    }
    AtomicFile.syncDirectory(path);
    return info;
  }

  /// Writes one index with the entries of `inputs`, but for those of packs that `manifest` does not
  /// list. Memory does not grow with the entries.
  ///
  /// Fails with [java.nio.file.NoSuchFileException] where an input is gone.
  public IndexInfo merge(Collection<IndexInfo> inputs, Manifest manifest) throws IOException {
    UniqueName name = UniqueName.random(random);
    Set<Long> packs = new TreeSet<>();
    List<IndexFile> files = new ArrayList<>();
    try {
      for (IndexInfo input : inputs) {
        files.add(IndexFile.open(file(input.name())));
        packs.addAll(input.packs());
      }
      IndexMerge merge = new IndexMerge(files, pack -> manifest.pack(pack).isPresent());
      long sizeBytes;
      long count;
      try (IndexWriter writer = IndexWriter.create(file(name), merge.capacity())) {
        merge.writeTo(writer);
        count = writer.finish();
        sizeBytes = writer.sizeBytes();
      }
      AtomicFile.syncDirectory(path);
      return new IndexInfo(name, sizeBytes, count, List.copyOf(packs));
    } finally {
      files.forEach(IndexFile::close);
    }
  }

  /// Maps a listed index. See [IndexFile#open] for how it fails.
  public IndexFile open(UniqueName name) throws IOException {
    return IndexFile.open(file(name));
  }

  /// Removes files that no published manifest lists any more; readers that have them mapped go on.
  public void delete(Collection<UniqueName> names) throws IOException {
    for (UniqueName name : names) {
      Files.deleteIfExists(file(name));
    }
  }

  /// Returns the index files that `manifest` does not list. They are garbage only if no other
  /// session is running: one may be about to list them.
  public List<Path> unlisted(Manifest manifest) throws IOException {
    Set<String> listed =
        manifest.indexes().stream()
            .map(index -> index.name() + IndexFile.SUFFIX)
            .collect(Collectors.toCollection(HashSet::new));
    List<Path> out = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path, "*" + IndexFile.SUFFIX)) {
      for (Path file : files) {
        if (!listed.contains(file.getFileName().toString())) {
          out.add(file);
        }
      }
    }
    return out;
  }

  private Path file(UniqueName name) {
    return path.resolve(name + IndexFile.SUFFIX);
  }
}
