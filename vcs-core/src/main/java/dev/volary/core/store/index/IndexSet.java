package dev.volary.core.store.index;

import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.store.manifest.IndexInfo;
import dev.volary.core.store.manifest.Manifest;
import dev.volary.core.store.manifest.ManifestFile;
import dev.volary.core.store.manifest.PackInfo;
import dev.volary.core.store.manifest.UniqueName;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Predicate;

/// All indexes of a depot as one manifest lists them: says where an object stands.
///
/// Thread-safe. It goes on with the manifest it has, whose files stay mapped even if they are
/// removed, until [#refresh]; a caller that misses something refreshes once before it believes it.
public final class IndexSet implements AutoCloseable {
  private final ManifestFile manifests;
  private final IndexDirectory directory;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private View view;

  private IndexSet(ManifestFile manifests, IndexDirectory directory, View view) {
    this.manifests = manifests;
    this.directory = directory;
    this.view = view;
  }

  /// Opens the indexes that the published manifest lists.
  public static IndexSet open(ManifestFile manifests, IndexDirectory directory) throws IOException {
    View nothing = new View(Manifest.empty(), List.of(), Map.of());
    IndexSet set = new IndexSet(manifests, directory, nothing);
    set.view = set.load();
    return set;
  }

  /// Returns the manifest in use.
  public Manifest manifest() {
    lock.readLock().lock();
    try {
      return view.manifest;
    } finally {
      lock.readLock().unlock();
    }
  }

  /// Takes up the published manifest; returns whether it is another than the one in use.
  public synchronized boolean refresh() throws IOException {
    Manifest before = manifest();
    if (manifests.current() == before.generation()) {
      return false;
    }
    View next = load();
    lock.writeLock().lock();
    try {
      View old = view;
      view = next;
      old.closeAllBut(next);
    } finally {
      lock.writeLock().unlock();
    }
    return true;
  }

  /// Returns where a record of the object stands, in a pack that is not condemned if there is one.
  public Optional<Location> find(ObjectId id) {
    List<Location> all = search(id, found -> !found.condemned());
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
  }

  /// Returns where the object stands in a pack that is not condemned: what a writer may rely on.
  public Optional<Location> findLasting(ObjectId id) {
    return find(id).filter(location -> !condemned(location));
  }

  /// Returns where all records of the object stand, those in condemned packs too.
  public List<Location> locations(ObjectId id) {
    return search(id, found -> false);
  }

  /// Tells whether there is a record of the object, be it in a condemned pack.
  public boolean contains(ObjectId id) {
    return !search(id, found -> true).isEmpty();
  }

  /// Unmaps all files; lookups in other threads end first.
  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      view.files.forEach(IndexFile::close);
      view = new View(view.manifest, List.of(), Map.of());
    } finally {
      lock.writeLock().unlock();
    }
  }

  private boolean condemned(Location location) {
    return manifest().pack(location.pack()).map(PackInfo::condemned).orElse(true);
  }

  /// Returns the locations in listed packs up to and with the first whose pack is `enough`.
  private List<Location> search(ObjectId id, Predicate<PackInfo> enough) {
    lock.readLock().lock();
    try {
      List<Location> out = List.of();
      for (IndexFile file : view.files) {
        for (Location location : file.find(id)) {
          Optional<PackInfo> pack = view.manifest.pack(location.pack());
          if (pack.isEmpty()) {
            continue;
          }
          out = out.isEmpty() ? new ArrayList<>(2) : out;
          out.add(location);
          if (enough.test(pack.get())) {
            return out;
          }
        }
      }
      return out;
    } finally {
      lock.readLock().unlock();
    }
  }

  /// Opens what the published manifest lists, taking over files that are open already. A file may
  /// go while its manifest is being replaced, so a missing one is damage only in the newest.
  private View load() throws IOException {
    Manifest manifest = manifests.load();
    while (true) {
      try {
        return open(manifest);
      } catch (NoSuchFileException e) {
        Manifest newer = manifests.load();
        if (newer.generation() == manifest.generation()) {
          throw VolaryException.corrupt(String.valueOf(e.getFile()), "the file is missing");
        }
        manifest = newer;
      }
    }
  }

  private View open(Manifest manifest) throws IOException {
    Map<UniqueName, IndexFile> byName = new HashMap<>();
    try {
      for (IndexInfo index : manifest.indexes()) {
        IndexFile known = view.byName.get(index.name());
        byName.put(index.name(), known != null ? known : directory.open(index.name()));
      }
    } catch (IOException | RuntimeException e) {
      byName.values().stream().filter(f -> !view.files.contains(f)).forEach(IndexFile::close);
      throw e;
    }
    List<IndexFile> files = new ArrayList<>(byName.values());
    files.sort(Comparator.comparingLong(IndexFile::entries).reversed());
    return new View(manifest, files, byName);
  }

  /// A manifest and its files, the largest first.
  private record View(Manifest manifest, List<IndexFile> files, Map<UniqueName, IndexFile> byName) {
    void closeAllBut(View kept) {
      for (IndexFile file : files) {
        if (!kept.files.contains(file)) {
          file.close();
        }
      }
    }
  }
}
