package dev.volary.core.scan;

import dev.volary.core.io.ByteReader;
import dev.volary.core.io.ByteWriter;

/// 96 bits that stand for everything a change of an entry moves: device, inode, type, size, mtime,
/// ctime, mode, owner, group, link count, and the name of its hard-link group.
public record StatDigest(long high, int low) {
  /// Length in bytes.
  public static final int SIZE = 12;

  static StatDigest read(ByteReader in) {
    return new StatDigest(in.u64(), in.u32());
  }

  void writeTo(ByteWriter out) {
    out.u64(high).u32(low);
  }
}
