package dev.volary.core.scan;

import dev.volary.core.io.ByteString;
import dev.volary.core.linux.FileStat;

/// One entry of a scanned tree.
///
/// @param depth how many directories are above it, the top included: 1 for the top's own entries
/// @param stat its attributes when it was met; those of the top for an entry that is not there
public record ScanItem(int depth, ByteString name, FileStat stat, Standing standing) {
  /// How an entry stands in the tree.
  public enum Standing {
    /// It is there.
    PRESENT,
    /// Another file system is mounted on this directory, which was not entered.
    MOUNT_POINT,
    /// It is in the base, but the worktree can't hold it.
    ABSENT
  }

  /// Tells whether entries with a greater depth may follow it.
  public boolean isDirectory() {
    return standing == Standing.PRESENT && stat.isDirectory();
  }
}
