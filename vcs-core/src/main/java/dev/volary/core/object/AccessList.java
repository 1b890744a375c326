package dev.volary.core.object;

import dev.volary.core.io.ByteString;

/// The access control list of an entry as the kernel shows it: `u32` version 2, then entries of
/// `u16` tag, `u16` permissions, `u32` id, all little-endian (`linux/posix_acl_xattr.h`).
public final class AccessList {
  /// The name of the extended attribute.
  public static final ByteString NAME = ByteString.utf8("system.posix_acl_access");

  private static final int HEAD = 4;
  private static final int ENTRY = 8;
  private static final int OWNER_TAG = 1;
  private static final int OWNER_SHIFT = 6;
  private static final int PERMISSIONS = 7;

  private AccessList() {}

  /// Returns `list` with the owner's permissions of `mode`, of which they are a copy.
  public static ByteString withOwner(ByteString list, int mode) {
    byte[] bytes = list.bytes();
    for (int at = HEAD; at + ENTRY <= bytes.length; at += ENTRY) {
      if (bytes[at] == OWNER_TAG && bytes[at + 1] == 0) {
        bytes[at + 2] = (byte) (mode >> OWNER_SHIFT & PERMISSIONS);
      }
    }
    return ByteString.of(bytes);
  }
}
