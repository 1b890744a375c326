package dev.volary.core.linux;

import java.nio.ByteBuffer;
import java.util.Set;

/// What is known about the file system a handle lies on.
///
/// @param typeName the usual name (`ext4`, `overlay`), or the magic number in hexadecimal
/// @param magic the number in `statfs.f_type`
/// @param fsid the file system's id; 0 where it has none
/// @param trustworthyStat whether a flush followed by a stat shows every store, `mmap` included
/// @param readOnly whether it is mounted read-only
/// @param network whether other machines may change it
/// @param totalBytes its size
/// @param availableBytes what an unprivileged writer can still use
public record FileSystemFacts(
    String typeName,
    long magic,
    long fsid,
    boolean trustworthyStat,
    boolean readOnly,
    boolean network,
    long totalBytes,
    long availableBytes) {

  // sync_file_range does nothing on overlayfs, where fdatasync reaches the file below.
  private static final Set<String> FLUSHED_BY_RANGE = Set.of("ext4", "xfs", "btrfs");
  private static final Set<String> NETWORKED =
      Set.of("nfs", "cifs", "smb2", "ceph", "afs", "9p", "fuse", "gfs2", "ocfs2", "lustre");

  /// Returns these facts of a tree that lies on `other` too: what can be relied on in both.
  public FileSystemFacts and(FileSystemFacts other) {
    return new FileSystemFacts(
        typeName,
        magic,
        fsid,
        trustworthyStat && other.trustworthyStat,
        readOnly || other.readOnly,
        network || other.network,
        Math.min(totalBytes, other.totalBytes),
        Math.min(availableBytes, other.availableBytes));
  }

  /// Tells whether `sync_file_range` is enough to make stores visible to a later stat.
  boolean flushesByRange() {
    return FLUSHED_BY_RANGE.contains(typeName);
  }

  /// Decodes the kernel's answer (`struct statfs`, equal on x86-64 and AArch64).
  static FileSystemFacts decode(ByteBuffer s) {
    long magic = s.getLong(0) & 0xFFFF_FFFFL;
    long blockBytes = s.getLong(72);
    String name = typeName((int) magic);
    return new FileSystemFacts(
        name,
        magic,
        s.getLong(56),
        FLUSHED_BY_RANGE.contains(name) || name.equals("overlay"),
        (mountFlags(s) & 1) != 0,
        NETWORKED.contains(name),
        s.getLong(16) * blockBytes,
        s.getLong(32) * blockBytes);
  }

  /// Returns how it is mounted (`statfs.f_flags`).
  static long mountFlags(ByteBuffer s) {
    return s.getLong(80);
  }

  /// Returns the name that goes with a magic number (`linux/magic.h`). virtiofs has that of fuse.
  private static String typeName(int magic) {
    return switch (magic) {
      case 0xEF53 -> "ext4";
      case 0x58465342 -> "xfs";
      case 0x9123683E -> "btrfs";
      case 0x794C7630 -> "overlay";
      case 0x01021994 -> "tmpfs";
      case 0x858458F6 -> "ramfs";
      case 0x6969 -> "nfs";
      case 0x65735546 -> "fuse";
      case 0x01021997 -> "9p";
      case 0xFF534D42 -> "cifs";
      case 0xFE534D42 -> "smb2";
      case 0x00C36400 -> "ceph";
      case 0x5346414F -> "afs";
      case 0x01161970 -> "gfs2";
      case 0x7461636F -> "ocfs2";
      case 0x0BD00BD0 -> "lustre";
      case 0x2FC12FC1 -> "zfs";
      case 0xF2F52010 -> "f2fs";
      case 0xCA451A4E -> "bcachefs";
      case 0x4D44 -> "vfat";
      case 0x2011BAB0 -> "exfat";
      case 0x7366746E -> "ntfs3";
      case 0x73717368 -> "squashfs";
      case 0xE0F5E1E2 -> "erofs";
      case 0x9660 -> "iso9660";
      case 0x9FA0 -> "proc";
      case 0x62656572 -> "sysfs";
      default -> String.format("0x%x", magic);
    };
  }
}
