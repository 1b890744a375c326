package dev.volary.core.linux.memory;

import dev.volary.core.io.ByteString;
import dev.volary.core.linux.Errno;
import dev.volary.core.linux.FileType;
import dev.volary.core.linux.LinuxException;

/// What the kernel checks before a name is used or another entry takes it.
final class NameRules {
  private static final int NAME_BYTES = 255;

  private NameRules() {}

  static void requireEntryName(ByteString name) {
    String text = name.toString();
    if (name.isEmpty()
        || name.size() > NAME_BYTES
        || text.equals(".")
        || text.equals("..")
        || name.indexOf((byte) '/', 0) >= 0
        || name.indexOf((byte) 0, 0) >= 0) {
      throw new IllegalArgumentException("no name of an entry: '" + name + "'");
    }
  }

  static void requireReplaceable(ByteString name, Inode moved, Inode old, boolean noReplace)
      throws LinuxException {
    if (old == null || (old == moved && !noReplace)) {
      return;
    }
    boolean directory = moved.type == FileType.DIRECTORY;
    boolean onDirectory = old.type == FileType.DIRECTORY;
    if (noReplace) {
      throw new LinuxException("renameat2", name.toString(), Errno.EEXIST);
    }
    if (directory && !onDirectory) {
      throw new LinuxException("renameat2", name.toString(), Errno.ENOTDIR);
    }
    if (!directory && onDirectory) {
      throw new LinuxException("renameat2", name.toString(), Errno.EISDIR);
    }
    if (!old.children.isEmpty()) {
      throw new LinuxException("renameat2", name.toString(), Errno.ENOTEMPTY);
    }
  }
}
