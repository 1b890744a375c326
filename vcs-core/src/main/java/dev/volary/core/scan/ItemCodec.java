package dev.volary.core.scan;

import dev.volary.core.io.ByteReader;
import dev.volary.core.io.ByteString;
import dev.volary.core.io.ByteWriter;
import dev.volary.core.linux.FileStat;
import dev.volary.core.linux.FileType;

/// The compact form of scanned entries between the walk and the reading, about 45 bytes and the
/// name each. It never outlives the process.
final class ItemCodec {
  private static final FileType[] TYPES = FileType.values();
  private static final ScanItem.Standing[] STANDINGS = ScanItem.Standing.values();
  private static final int MAX_NAME = 255;

  private ItemCodec() {}

  @SuppressWarnings("EnumOrdinal") // read back by the same process
  static void write(ByteWriter out, ScanItem item) {
    FileStat stat = item.stat();
    out.varint(item.depth()).sized(item.name());
    out.u8(item.standing().ordinal() << 4 | stat.type().ordinal());
    out.zigzag(stat.dev()).u64(stat.ino()).varint(stat.mode()).varint(stat.nlink());
    out.varint(stat.uid()).varint(stat.gid()).varint(stat.size());
    out.zigzag(stat.mtimeSeconds()).varint(stat.mtimeNanos());
    out.zigzag(stat.ctimeSeconds()).varint(stat.ctimeNanos());
    out.varint(stat.rdevMajor()).varint(stat.rdevMinor());
  }

  static ScanItem read(ByteReader in) {
    int depth = (int) in.varint(Integer.MAX_VALUE);
    ByteString name = in.sized(MAX_NAME);
    int kind = in.u8();
    FileStat stat = stat(in, TYPES[kind & 15]);
    return new ScanItem(depth, name, stat, STANDINGS[kind >> 4]);
  }

  private static FileStat stat(ByteReader in, FileType type) {
    long dev = in.zigzag();
    long inode = in.u64();
    int mode = (int) in.varint(Integer.MAX_VALUE);
    long nlink = in.varint(Long.MAX_VALUE);
    long uid = in.varint(Long.MAX_VALUE);
    long gid = in.varint(Long.MAX_VALUE);
    long size = in.varint(Long.MAX_VALUE);
    long mtimeSeconds = in.zigzag();
    int mtimeNanos = (int) in.varint(Integer.MAX_VALUE);
    long ctimeSeconds = in.zigzag();
    int ctimeNanos = (int) in.varint(Integer.MAX_VALUE);
    int major = (int) in.varint(Integer.MAX_VALUE);
    int minor = (int) in.varint(Integer.MAX_VALUE);
    return new FileStat(
        dev,
        inode,
        type,
        mode,
        nlink,
        uid,
        gid,
        size,
        0,
        mtimeSeconds,
        mtimeNanos,
        ctimeSeconds,
        ctimeNanos,
        0,
        0,
        major,
        minor,
        0,
        false);
  }
}
