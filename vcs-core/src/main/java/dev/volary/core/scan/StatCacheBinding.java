package dev.volary.core.scan;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.io.ByteReader;
import dev.volary.core.io.ByteString;
import dev.volary.core.io.ByteWriter;

/// What a stat cache speaks of; it is void for anything else.
///
/// @param root the tree that its clean entries are part of
/// @param bootId the kernel's boot id: after a crash, a file's bytes may be older than its stat
/// @param device of the worktree's top directory
public record StatCacheBinding(ObjectId root, String bootId, long device) {
  private static final int MAX_BOOT_ID = 64;

  static StatCacheBinding read(ByteReader in) {
    ObjectId root = ObjectId.read(in);
    ByteString bootId = in.sized(MAX_BOOT_ID);
    return new StatCacheBinding(root, bootId.toString(), in.u64());
  }

  void writeTo(ByteWriter out) {
    root.writeTo(out);
    out.sized(ByteString.utf8(bootId)).u64(device);
  }
}
