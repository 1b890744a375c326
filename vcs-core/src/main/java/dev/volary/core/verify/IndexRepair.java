package dev.volary.core.verify;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.store.ObjectStore;
import dev.volary.core.store.StoreOptions;
import dev.volary.core.store.index.IndexDirectory;
import dev.volary.core.store.manifest.IndexInfo;
import dev.volary.core.store.manifest.Manifest;
import dev.volary.core.store.manifest.ManifestFile;
import dev.volary.core.store.manifest.PackInfo;
import dev.volary.core.store.manifest.UniqueName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Makes the manifest and the indexes of a store anew from its packs, where they are damaged.
final class IndexRepair {
  /// Above the generation of any manifest that could not be read.
  private static final long LOST_GENERATION = 1L << 40;

  private final FoundPacks found;
  private final ManifestFile file;
  private final IndexDirectory indexes;

  IndexRepair(Path directory, StoreOptions options) throws IOException {
    this.found = new FoundPacks(directory);
    this.file = ObjectStore.manifestOf(directory);
    this.indexes = IndexDirectory.open(directory, options.random());
  }

  /// Lists all packs that are found, if the manifest cannot be read; returns whether it did.
  boolean manifest() throws IOException {
    try {
      file.load();
      return false;
    } catch (VolaryException e) {
      if (e.fault() != Fault.CORRUPT) {
        throw e;
      }
    }
    List<PackInfo> packs = found.list(new Findings());
    try (IndexRebuild rebuild = new IndexRebuild(found, indexes, 0)) {
      List<IndexInfo> made = rebuild.write(packs);
      file.rebuild(new Manifest(generation(), packs.size(), rebuild.nextObject(), packs, made));
    }
    return true;
  }

  private long generation() throws IOException {
    try {
      return file.current() + 1;
    } catch (VolaryException e) {
      return LOST_GENERATION;
    }
  }

  /// Writes the indexes anew that are not sound; returns how many.
  int damaged() throws IOException {
    Manifest manifest = file.load();
    return replace(manifest, new IndexCheck(indexes, manifest, new Findings()).run());
  }

  /// Writes the indexes anew that cover any of `packs`; returns how many.
  int covering(Collection<PackInfo> packs) throws IOException {
    Manifest manifest = file.load();
    Set<Long> numbers = packs.stream().map(PackInfo::number).collect(Collectors.toSet());
    return replace(
        manifest,
        manifest.indexes().stream()
            .filter(index -> index.packs().stream().anyMatch(numbers::contains))
            .collect(Collectors.toSet()));
  }

  private int replace(Manifest manifest, Set<IndexInfo> old) throws IOException {
    if (old.isEmpty()) {
      return 0;
    }
    Set<UniqueName> names = old.stream().map(IndexInfo::name).collect(Collectors.toSet());
    Set<Long> numbers = new HashSet<>();
    old.forEach(index -> numbers.addAll(index.packs()));
    try (IndexRebuild rebuild = new IndexRebuild(found, indexes, manifest.nextObject())) {
      for (IndexInfo index : manifest.indexes()) {
        if (!old.contains(index)) {
          rebuild.know(index);
        }
      }
      List<IndexInfo> made =
          rebuild.write(
              manifest.packs().stream().filter(pack -> numbers.contains(pack.number())).toList());
      file.edit(
          "repairing indexes",
          manifest,
          edit -> {
            edit.reserveObjects(rebuild.nextObject() - manifest.nextObject());
            edit.replaceIndexes(names, made.getFirst());
            made.stream().skip(1).forEach(edit::addIndex);
          });
    }
    indexes.delete(names);
    return old.size();
  }
}
