package dev.volary.core.verify;

import java.util.List;

/// What a repair did.
///
/// @param manifest whether the manifest was made anew from the packs
/// @param indexes how many index files were written anew from the packs they cover
/// @param setAside damaged packs whose files are in the folder `damaged` now
/// @param savedObjects how many objects were taken over from those
/// @param strayBytes what was freed of files that nothing lists
public record RepairResult(
    boolean manifest, int indexes, List<String> setAside, long savedObjects, long strayBytes) {
  public RepairResult {
    setAside = List.copyOf(setAside);
  }

  /// Tells whether nothing had to be repaired.
  public boolean isIdle() {
    return !manifest && indexes == 0 && setAside.isEmpty();
  }
}
