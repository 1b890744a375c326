package dev.volary.core.store.index;

import dev.volary.core.store.manifest.IndexInfo;
import dev.volary.core.store.manifest.Manifest;
import dev.volary.core.store.manifest.ManifestFile;
import dev.volary.core.store.manifest.PackInfo;
import dev.volary.core.store.manifest.UniqueName;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Keeps the index files of a depot few.
///
/// A merge reads and writes without a lock and is published only if all its inputs are still
/// listed, so writers never wait for it, and of two that merge at once the second gives way. To be
/// called in a session, so that nobody takes its unlisted file for garbage.
public final class IndexMaintenance {
  private static final String OPERATION = "merging indexes";

  /// So many entries of packs that are gone are not worth the writing.
  private static final long SPARE_ENTRIES = 1000;

  private final ManifestFile manifests;
  private final IndexDirectory directory;

  /// Maintains the indexes in `directory`, listed by `manifests`.
  public IndexMaintenance(ManifestFile manifests, IndexDirectory directory) {
    this.manifests = manifests;
    this.directory = directory;
  }

  /// Merges once if there are too many files; returns whether it did.
  public boolean mergeIfCrowded() throws IOException {
    Manifest manifest = manifests.load();
    List<IndexInfo> inputs = MergePolicy.choose(manifest.indexes());
    return !inputs.isEmpty() && merge(inputs, manifest);
  }

  /// Writes one file anew of which most entries are of packs that are gone, if there is one;
  /// returns whether it did.
  public boolean compactIfWasteful() throws IOException {
    Manifest manifest = manifests.load();
    Optional<IndexInfo> wasteful =
        manifest.indexes().stream().filter(index -> isWasteful(index, manifest)).findFirst();
    return wasteful.isPresent() && merge(List.of(wasteful.get()), manifest);
  }

  private static boolean isWasteful(IndexInfo index, Manifest manifest) {
    long live = 0;
    for (long number : index.packs()) {
      live += manifest.pack(number).map(PackInfo::objects).orElse(0L);
    }
    return index.entries() > 2 * live + SPARE_ENTRIES;
  }

  private boolean merge(List<IndexInfo> inputs, Manifest manifest) throws IOException {
    IndexInfo merged;
    try {
      merged = directory.merge(inputs, manifest);
    } catch (NoSuchFileException e) {
      return false; // another process merged them
    }
    Set<UniqueName> names =
        inputs.stream().map(IndexInfo::name).collect(Collectors.toUnmodifiableSet());
    boolean replaced = publish(names, merged);
    directory.delete(replaced ? names : Set.of(merged.name()));
    return replaced;
  }

  /// Lists `merged` for the packs its inputs cover now: some may be gone since it was written.
  private boolean publish(Set<UniqueName> inputs, IndexInfo merged) throws IOException {
    try {
      manifests.edit(
          OPERATION,
          edit -> {
            List<IndexInfo> listed =
                edit.base().indexes().stream().filter(i -> inputs.contains(i.name())).toList();
            if (listed.size() < inputs.size()) {
              throw new InputsReplacedException();
            }
            List<Long> packs = listed.stream().flatMap(i -> i.packs().stream()).sorted().toList();
            edit.replaceIndexes(inputs, merged.withPacks(packs));
          });
      return true;
    } catch (InputsReplacedException e) {
      return false;
    }
  }

  /// Ends an edit that came too late, before it changes anything.
  private static final class InputsReplacedException extends IOException {
    private static final long serialVersionUID = 1L;
  }
}
