package dev.volary.core.store;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.io.AtomicFile;
import dev.volary.core.io.ByteString;
import dev.volary.core.store.index.IndexDirectory;
import dev.volary.core.store.index.IndexEntry;
import dev.volary.core.store.index.IndexSet;
import dev.volary.core.store.index.Location;
import dev.volary.core.store.manifest.IndexInfo;
import dev.volary.core.store.manifest.ManifestEdit;
import dev.volary.core.store.manifest.ManifestFile;
import dev.volary.core.store.manifest.PackInfo;
import dev.volary.core.store.manifest.UniqueName;
import dev.volary.core.store.pack.PackFacts;
import dev.volary.core.store.read.PackFiles;
import dev.volary.core.store.write.Written;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Makes finished packs part of the store, in the order that survives a crash at any moment: their
/// files under their final names, their directory, an index of them, the manifest. Thread-safe.
final class Publisher {
  private final ManifestFile manifests;
  private final IndexDirectory indexDirectory;
  private final IndexSet index;
  private final PackFiles files;

  Publisher(
      ManifestFile manifests, IndexDirectory indexDirectory, IndexSet index, PackFiles files) {
    this.manifests = manifests;
    this.indexDirectory = indexDirectory;
    this.index = index;
    this.files = files;
  }

  /// What else changes with the same manifest.
  @FunctionalInterface
  interface Also {
    /// Edits further.
    void apply(ManifestEdit edit);

    /// Changes nothing else.
    Also NOTHING = edit -> {};
  }

  /// Takes what an index that was made is called.
  @FunctionalInterface
  interface Made {
    /// The file of the index is durable.
    void index(IndexInfo index);
  }

  /// Makes the indexes of packs that are about to be listed.
  @FunctionalInterface
  interface Indexing {
    /// Writes them for packs of these numbers; the newest manifest is in use.
    void write(ManifestEdit edit, Map<UniqueName, Long> numbers, Made made) throws IOException;
  }

  /// Puts files where they belong.
  @FunctionalInterface
  interface Placing {
    /// Returns when they are durable there.
    void run() throws IOException;
  }

  /// Lists packs of another store that `placing` puts into the directory of packs.
  void adopt(List<PackFacts> packs, Placing placing, Indexing indexing) throws IOException {
    if (packs.isEmpty()) {
      return;
    }
    try {
      placing.run();
      list("taking over packs", packs, Also.NOTHING, indexing);
    } catch (IOException | RuntimeException e) {
      removeUnlisted(packs, e);
      throw e;
    }
    index.refresh();
  }

  /// Lists `packs`, which are durable in the directory of incoming ones, with their objects, all of
  /// which `places` has.
  void publish(String operation, List<PackFacts> packs, Map<ObjectId, Written> places, Also also)
      throws IOException {
    try {
      for (PackFacts pack : packs) {
        Files.move(
            files.unpublished(pack.name()),
            files.published(pack.name()),
            StandardCopyOption.ATOMIC_MOVE);
      }
      AtomicFile.syncDirectory(files.packsDirectory());
      list(
          operation,
          packs,
          also,
          (edit, numbers, made) ->
              made.index(indexDirectory.write(entries(edit, numbers, places), numbers.values())));
    } catch (IOException | RuntimeException e) {
      removeUnlisted(packs, e);
      throw e;
    }
    index.refresh();
  }

  private void list(String operation, List<PackFacts> packs, Also also, Indexing indexing)
      throws IOException {
    Set<UniqueName> touched = new HashSet<>();
    edit(
        operation,
        touched,
        edit -> {
          also.apply(edit);
          index.refresh();
          if (!packs.isEmpty()) {
            indexing.write(
                edit,
                addPacks(edit, packs),
                made -> {
                  touched.add(made.name());
                  edit.addIndex(made);
                });
          }
        });
  }

  /// Edits the manifest and deletes the index files, of those `touched` or listed before, that it
  /// does not list when that is done.
  private void edit(String operation, Set<UniqueName> touched, ManifestFile.Change change)
      throws IOException {
    try {
      manifests.edit(
          operation,
          edit -> {
            edit.base().indexes().forEach(info -> touched.add(info.name()));
            change.apply(edit);
          });
    } catch (IOException | RuntimeException e) {
      try {
        deleteUnlisted(touched);
      } catch (IOException | RuntimeException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
    deleteUnlisted(touched);
  }

  private void deleteUnlisted(Set<UniqueName> touched) throws IOException {
    manifests.load().indexes().forEach(info -> touched.remove(info.name()));
    indexDirectory.delete(touched);
  }

  private static Map<UniqueName, Long> addPacks(ManifestEdit edit, List<PackFacts> packs) {
    Map<UniqueName, Long> numbers = new HashMap<>();
    long number = edit.reservePacks(packs.size());
    for (PackFacts pack : packs) {
      edit.addPack(
          new PackInfo(
              number,
              pack.name(),
              pack.kind(),
              pack.sizeBytes(),
              pack.objects(),
              ByteString.of(pack.sha256().toBytes()),
              0));
      numbers.put(pack.name(), number++);
    }
    return numbers;
  }

  /// An object that is known keeps its number, wherever its records go.
  private List<IndexEntry> entries(
      ManifestEdit edit, Map<UniqueName, Long> numbers, Map<ObjectId, Written> places) {
    List<IndexEntry> out = new ArrayList<>(places.size());
    places.forEach((id, place) -> {
      Long pack = numbers.get(place.pack());
      if (pack != null) {
        out.add(new IndexEntry(id, location(edit, id, pack, place)));
      }
    });
    return out;
  }

  private Location location(ManifestEdit edit, ObjectId id, long pack, Written place) {
    long number = index.find(id).map(Location::number).orElseGet(() -> edit.reserveObjects(1));
    return new Location(pack, place.offset(), place.slot(), number, place.kind(), place.depth());
  }

  /// Removes the files of a publication that failed, if it is certain that it did.
  private void removeUnlisted(Collection<PackFacts> packs, Exception cause) {
    try {
      Set<UniqueName> listed = new HashSet<>();
      manifests.load().packs().forEach(pack -> listed.add(pack.name()));
      for (PackFacts pack : packs) {
        if (!listed.contains(pack.name())) {
          files.forget(pack.name());
          Files.deleteIfExists(files.published(pack.name()));
          Files.deleteIfExists(files.unpublished(pack.name()));
        }
      }
    } catch (IOException | RuntimeException e) {
      cause.addSuppressed(e);
    }
  }

  /// Takes packs off the list and deletes their files.
  void drop(String operation, Collection<PackInfo> packs) throws IOException {
    Set<Long> numbers = new HashSet<>();
    packs.forEach(pack -> numbers.add(pack.number()));
    edit(operation, new HashSet<>(), edit -> edit.dropPacks(numbers));
    index.refresh();
    delete(packs);
  }

  /// Deletes the files of packs that are off the list; who has them open reads on.
  void delete(Collection<PackInfo> packs) throws IOException {
    for (PackInfo pack : packs) {
      files.forget(pack.name());
      Files.deleteIfExists(files.published(pack.name()));
    }
  }
}
