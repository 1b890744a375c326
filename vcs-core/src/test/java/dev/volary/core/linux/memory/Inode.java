package dev.volary.core.linux.memory;

import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DeviceNumber;
import dev.volary.core.linux.FileStat;
import dev.volary.core.linux.FileType;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One entry in memory, whatever names it has.
final class Inode {
  private static final int DIRECTORY_BYTES = 4096;
  private static final int BLOCK_SECTORS = Content.BLOCK_BYTES / 512;

  final long number;
  final FileType type;
  final long birth;
  final SortedMap<ByteString, ByteString> xattrs = new TreeMap<>();
  final SortedMap<ByteString, Inode> children = new TreeMap<>();
  final Content content;
  DeviceNumber device = DeviceNumber.NONE;
  ByteString target = ByteString.EMPTY;
  @Nullable Inode parent;
  long dev;
  boolean mountRoot;
  int mode;
  int links;
  long uid;
  long gid;
  long mtime;
  long ctime;
  boolean pagesDirty;

  Inode(long number, FileType type, long dev, Content content, long now) {
    this.number = number;
    this.type = type;
    this.dev = dev;
    this.content = content;
    this.birth = now;
    this.mtime = now;
    this.ctime = now;
  }

  FileStat stat() {
    return new FileStat(
        dev,
        number,
        type,
        mode,
        links(),
        uid,
        gid,
        size(),
        content.blocks() * BLOCK_SECTORS,
        Math.floorDiv(mtime, MemoryVolume.SECOND),
        (int) Math.floorMod(mtime, MemoryVolume.SECOND),
        Math.floorDiv(ctime, MemoryVolume.SECOND),
        (int) Math.floorMod(ctime, MemoryVolume.SECOND),
        Math.floorDiv(birth, MemoryVolume.SECOND),
        (int) Math.floorMod(birth, MemoryVolume.SECOND),
        device.major(),
        device.minor(),
        dev,
        mountRoot);
  }

  private long links() {
    return type == FileType.DIRECTORY && links > 0
        ? 2 + children.values().stream().filter(i -> i.type == FileType.DIRECTORY).count()
        : links;
  }

  private long size() {
    return switch (type) {
      case REGULAR -> content.size();
      case SYMLINK -> target.size();
      case DIRECTORY -> DIRECTORY_BYTES;
      case CHAR_DEVICE, BLOCK_DEVICE, FIFO, SOCKET -> 0;
    };
  }

  /// Tells whether this is `other` or lies above it.
  boolean holds(Inode other) {
    for (Inode at = other; at != null; at = at.parent) {
      if (at == this) {
        return true;
      }
    }
    return false;
  }
}
