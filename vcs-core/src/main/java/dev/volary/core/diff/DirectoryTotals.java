package dev.volary.core.diff;

import dev.volary.core.io.ByteString;

/// What changed at and below one directory.
///
/// @param path of the directory; empty for the top, whose totals are those of the whole tree
/// @param added entries that are new
/// @param changed entries that differ in any aspect
/// @param removed entries that are gone
/// @param renamed entries that moved; a directory that moved as a whole counts once
/// @param bytes content that is new: what the earlier version of the same file does not share
public record DirectoryTotals(
    ByteString path, long added, long changed, long removed, long renamed, long bytes) {

  static DirectoryTotals none(ByteString path) {
    return new DirectoryTotals(path, 0, 0, 0, 0, 0);
  }

  /// Returns how many entries changed in any way.
  public long entries() {
    return added + changed + removed + renamed;
  }

  DirectoryTotals plus(DirectoryTotals other) {
    return new DirectoryTotals(
        path,
        added + other.added,
        changed + other.changed,
        removed + other.removed,
        renamed + other.renamed,
        bytes + other.bytes);
  }
}
