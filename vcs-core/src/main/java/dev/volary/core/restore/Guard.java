package dev.volary.core.restore;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.Errno;
import dev.volary.core.linux.FileStat;
import dev.volary.core.linux.LinuxException;
import dev.volary.core.restore.entry.Folder;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Sees to it that nothing is touched that is not as it was when the plan was made. Thread-safe.
final class Guard {
  /// Inodes with several names that this restore changed itself: their other names show it.
  private final Set<Long> changed = ConcurrentHashMap.newKeySet();

  /// Fails with [Fault#CONFLICT] unless `name` in `folder` is as it was `scanned`.
  void expect(Folder folder, ByteString name, FileStat scanned) throws IOException {
    Optional<FileStat> now = folder.open().statIfPresent(name);
    if (now.filter(stat -> isAsScanned(stat, scanned)).isEmpty()) {
      throw conflict(folder.pathOf(name));
    }
    if (scanned.nlink() > 1) {
      changed.add(scanned.ino());
    }
  }

  /// Notes that this restore changes the inode of a file that has, or gets, several names.
  void changes(long inode) {
    changed.add(inode);
  }

  private boolean isAsScanned(FileStat now, FileStat scanned) {
    return now.isUnchangedSince(scanned)
        || changed.contains(scanned.ino())
            && now.isSameFile(scanned)
            && now.type() == scanned.type();
  }

  /// Returns the failure of making an entry, but tells [Errno#EEXIST] as a conflict.
  static LinuxException unlessTaken(LinuxException e, ByteString path) {
    if (e.is(Errno.EEXIST)) {
      throw conflict(path);
    }
    return e;
  }

  static VolaryException conflict(ByteString path) {
    return new VolaryException(
        Fault.CONFLICT,
        path
            + " was changed by somebody else just now; stop what writes there, then continue or"
            + " abort");
  }
}
