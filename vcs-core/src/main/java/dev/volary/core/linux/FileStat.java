package dev.volary.core.linux;

import java.nio.ByteBuffer;

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
  private static final long SUBVOLUME_INODE = 256;
  private static final int BIRTH = 0x800;
  private static final int MOUNT_ID = 0x1000;
  private static final long ATTRIBUTE_MOUNT_ROOT = 0x2000;

  /// What a call has to ask for to fill every component.
  static final int STATX_MASK = 0x7FF | BIRTH | MOUNT_ID;

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

  /// Tells whether this is the top of a subvolume (`BTRFS_FIRST_FREE_OBJECTID` of
  /// `linux/btrfs_tree.h`), if it lies on btrfs; elsewhere it says nothing.
  public boolean isSubvolumeOnBtrfs() {
    return isDirectory() && ino == SUBVOLUME_INODE;
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

  /// Returns the same for an entry that counts as reached through the mount `mount`.
  public FileStat reachedThrough(long mount) {
    return with(dev, mount, false);
  }

  /// Returns the same for an entry that counts as one of the device `device`.
  FileStat seenOn(long device) {
    return with(device, mountId, mountRoot);
  }

  private FileStat with(long device, long mount, boolean root) {
    return new FileStat(
        device,
        ino,
        type,
        mode,
        nlink,
        uid,
        gid,
        size,
        blocks512,
        mtimeSeconds,
        mtimeNanos,
        ctimeSeconds,
        ctimeNanos,
        birthSeconds,
        birthNanos,
        rdevMajor,
        rdevMinor,
        mount,
        root);
  }

  /// Tells whether this entry of a directory with the attributes `directory` lies on another mount.
  public boolean isMountIn(FileStat directory) {
    return mountRoot || mountId != directory.mountId;
  }

  /// Decodes the kernel's answer (`struct statx` of `linux/stat.h`, equal on all machines).
  static FileStat decode(ByteBuffer s) {
    int mask = s.getInt(0);
    int mode = Short.toUnsignedInt(s.getShort(28));
    boolean born = (mask & BIRTH) != 0;
    return new FileStat(
        ((long) s.getInt(136) << 32) | Integer.toUnsignedLong(s.getInt(140)),
        s.getLong(32),
        FileType.ofMode(mode),
        mode & 0xFFF,
        Integer.toUnsignedLong(s.getInt(16)),
        Integer.toUnsignedLong(s.getInt(20)),
        Integer.toUnsignedLong(s.getInt(24)),
        s.getLong(40),
        s.getLong(48),
        s.getLong(112),
        s.getInt(120),
        s.getLong(96),
        s.getInt(104),
        born ? s.getLong(80) : 0,
        born ? s.getInt(88) : 0,
        s.getInt(128),
        s.getInt(132),
        (mask & MOUNT_ID) != 0 ? s.getLong(144) : 0,
        (s.getLong(8) & ATTRIBUTE_MOUNT_ROOT) != 0);
  }
}
