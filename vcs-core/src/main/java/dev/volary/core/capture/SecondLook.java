package dev.volary.core.capture;

import dev.volary.core.io.ByteString;
import dev.volary.core.io.ByteWriter;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.Errno;
import dev.volary.core.linux.FileStat;
import dev.volary.core.linux.LinuxException;
import dev.volary.core.scan.Scan;
import dev.volary.core.scan.ScanItem;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;

/// Compares a scanned tree's attributes with the present ones: one stat an entry, nothing read, no
/// directory listed (a name that came or went shows in its directory's times).
///
/// Only type, size, mtime and ctime are compared: all else that changes moves the ctime, and some
/// file systems number their inodes anew. A change in the same tick of the kernel's clock as the
/// entry's last one before the scan can't be seen.
final class SecondLook {
  private final Deque<Level> levels = new ArrayDeque<>();

  private record Level(ByteString name, DirectoryHandle directory) {}

  private SecondLook(DirectoryHandle top) {
    levels.add(new Level(ByteString.EMPTY, top));
  }

  /// Returns the path of the first entry of `scan` that changed since, empty for `top` itself.
  static Optional<ByteString> firstMoved(Scan scan, DirectoryHandle top) throws IOException {
    if (isMoved(scan.totals().top(), top.stat())) {
      return Optional.of(ByteString.EMPTY);
    }
    SecondLook look = new SecondLook(top);
    try {
      return look.firstMoved(scan.items());
    } finally {
      look.leaveTo(1);
    }
  }

  private Optional<ByteString> firstMoved(Iterator<ScanItem> items) throws IOException {
    while (items.hasNext()) {
      ScanItem item = items.next();
      leaveTo(item.depth());
      switch (item.standing()) {
        case PRESENT -> {
          if (!isAsScanned(item)) {
            return Optional.of(path(item.name()));
          }
        }
        case MOUNT_POINT, ABSENT -> {}
      }
    }
    return Optional.empty();
  }

  /// Compares an entry, and goes into it if it is a directory.
  private boolean isAsScanned(ScanItem item) throws IOException {
    DirectoryHandle directory = levels.getLast().directory();
    Optional<FileStat> now = directory.statIfPresent(item.name());
    if (now.isEmpty() || isMoved(item.stat(), now.get())) {
      return false;
    }
    if (!item.isDirectory()) {
      return true;
    }
    try {
      levels.addLast(new Level(item.name(), directory.openDirectory(item.name())));
      return true;
    } catch (LinuxException e) {
      if (e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR) || e.is(Errno.ELOOP)) {
        return false;
      }
      throw e;
    }
  }

  private static boolean isMoved(FileStat before, FileStat now) {
    return before.type() != now.type()
        || before.size() != now.size()
        || before.mtimeSeconds() != now.mtimeSeconds()
        || before.mtimeNanos() != now.mtimeNanos()
        || before.ctimeSeconds() != now.ctimeSeconds()
        || before.ctimeNanos() != now.ctimeNanos();
  }

  /// Closes directories until `depth` of them are left; the top stays open.
  private void leaveTo(int depth) {
    while (levels.size() > depth) {
      levels.removeLast().directory().close();
    }
  }

  private ByteString path(ByteString last) {
    ByteWriter path = new ByteWriter();
    for (Level level : levels) {
      if (!level.name().isEmpty()) {
        level.name().writeTo(path);
        path.u8('/');
      }
    }
    last.writeTo(path);
    return ByteString.of(path.array(), 0, path.size());
  }
}
