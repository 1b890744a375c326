package dev.volary.core.linux;

/// The attributes of one entry at one moment, as `statx` tells them.
///
/// @param dev the device of the file system
/// @param ino the inode number
/// @param mode the 12 permission bits
/// @param uid the owner, unsigned 32 bits
/// @param gid the group, unsigned 32 bits
/// @param size the length in bytes
/// @param blocks512 the allocated space in units of 512 bytes
/// @param birthSeconds when the inode was made; 0 where the file system does not know
/// @param rdevMajor the major number of a device node, else 0
/// @param rdevMinor the minor number of a device node, else 0
/// @param mountId which mount the entry was reached through; 0 where the kernel does not tell
/// @param mountRoot whether another mount begins here
public record FileStat(
    long dev,
    long ino,
    FileType type,
    int mode,
    long nlink,
    long uid,
    long gid,
    long size,
    long blocks512,
    long mtimeSeconds,
    int mtimeNanos,
    long ctimeSeconds,
    int ctimeNanos,
    long birthSeconds,
    int birthNanos,
    int rdevMajor,
    int rdevMinor,
    long mountId,
    boolean mountRoot) {

  /// Tells whether this is a regular file.
  public boolean isRegular() {
    return type == FileType.REGULAR;
  }

  /// Tells whether this is a directory.
  public boolean isDirectory() {
    return type == FileType.DIRECTORY;
  }

  /// Tells whether this is a symbolic link.
  public boolean isSymlink() {
    return type == FileType.SYMLINK;
  }

  /// Tells whether `other` is the same inode of the same file system.
  public boolean isSameFile(FileStat other) {
    return dev == other.dev && ino == other.ino;
  }

  /// Tells whether nothing that a write, a rename or a change of attributes moves differs from
  /// `other`: device, inode, type, size, mtime, ctime, mode, owner, group and link count.
  public boolean isUnchangedSince(FileStat other) {
    return isSameFile(other)
        && type == other.type
        && size == other.size
        && mtimeSeconds == other.mtimeSeconds
        && mtimeNanos == other.mtimeNanos
        && ctimeSeconds == other.ctimeSeconds
        && ctimeNanos == other.ctimeNanos
        && mode == other.mode
        && uid == other.uid
        && gid == other.gid
        && nlink == other.nlink;
  }
}
