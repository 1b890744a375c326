package dev.volary.core.store.manifest;

import java.util.List;

/// What the manifest says of one index file.
///
/// @param sizeBytes size of the file
/// @param entries how many entries it has, those of packs that are gone included
/// @param packs numbers, ascending, of the listed packs all of whose objects it holds
public record IndexInfo(UniqueName name, long sizeBytes, long entries, List<Long> packs) {
  public IndexInfo {
    packs = List.copyOf(packs);
    if (sizeBytes < 0 || entries < 0 || entries > Manifest.MAX_U32) {
      throw new IllegalArgumentException(entries + " entries in " + sizeBytes + " bytes");
    }
    for (int i = 1; i < packs.size(); i++) {
      if (packs.get(i) <= packs.get(i - 1)) {
        throw new IllegalArgumentException("packs out of order: " + packs);
      }
    }
  }

  /// Returns the same file covering only `rest` of its packs.
  public IndexInfo withPacks(List<Long> rest) {
    return new IndexInfo(name, sizeBytes, entries, rest);
  }
}
