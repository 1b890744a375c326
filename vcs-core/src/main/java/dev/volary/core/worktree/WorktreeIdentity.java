package dev.volary.core.worktree;

import dev.volary.core.io.ByteReader;
import dev.volary.core.io.ByteString;
import dev.volary.core.io.ByteWriter;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.FileStat;
import java.io.IOException;

/// What tells the directory of a worktree from any other that may come to stand at its path.
///
/// @param path its real path, absolute
/// @param fileSystemId the file system's id as statfs gives it
/// @param inode of the root directory
/// @param birthSeconds when the root directory was made, since 1970; 0 where it is not known
/// @param birthNanos the rest of it
public record WorktreeIdentity(
    ByteString path, long fileSystemId, long inode, long birthSeconds, int birthNanos) {
  private static final int MAX_PATH = 1 << 16;

  /// Returns what tells `directory`, which stands at `path`, from others.
  public static WorktreeIdentity of(DirectoryHandle directory, ByteString path) throws IOException {
    FileStat stat = directory.stat();
    return new WorktreeIdentity(
        path, directory.fileSystem().fsid(), stat.ino(), stat.birthSeconds(), stat.birthNanos());
  }

  static WorktreeIdentity read(ByteReader in) {
    return new WorktreeIdentity(
        in.sized(MAX_PATH), in.u64(), in.u64(), in.zigzag(), (int) in.varint(999_999_999));
  }

  void writeTo(ByteWriter out) {
    out.sized(path).u64(fileSystemId).u64(inode).zigzag(birthSeconds).varint(birthNanos);
  }

  /// Returns the same directory at another path.
  public WorktreeIdentity at(ByteString newPath) {
    return new WorktreeIdentity(newPath, fileSystemId, inode, birthSeconds, birthNanos);
  }

  /// Tells whether `other` is the same directory, wherever its path leads now.
  public boolean sameDirectory(WorktreeIdentity other) {
    return fileSystemId == other.fileSystemId
        && inode == other.inode
        && birthSeconds == other.birthSeconds
        && birthNanos == other.birthNanos;
  }

  /// Tells whether this path and `other`'s are one, or one lies in the other.
  public boolean overlaps(WorktreeIdentity other) {
    return within(path, other.path) || within(other.path, path);
  }

  private static boolean within(ByteString inner, ByteString outer) {
    return inner.equals(outer)
        || outer.equals(ByteString.utf8("/"))
        || inner.startsWith(outer.plus(ByteString.utf8("/")));
  }
}
