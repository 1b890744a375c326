package dev.volary.core.object;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.io.ByteString;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// What every entry carries beside its content.
///
/// @param mode the 12 permission bits, set-uid, set-gid and sticky included
/// @param uid owner, at most [#MAX_OWNER]
/// @param gid group, at most [#MAX_OWNER]
/// @param mtimeSeconds time of last modification, in seconds since 1970 (negative before)
/// @param mtimeNanos nanoseconds within that second, 0 to 999,999,999
/// @param xattrs extended attributes, access control lists and capabilities among them
public record Attributes(
    int mode,
    long uid,
    long gid,
    long mtimeSeconds,
    int mtimeNanos,
    SortedMap<ByteString, ByteString> xattrs) {
  /// The greatest mode: 12 bits.
  public static final int MAX_MODE = 0xfff;

  /// The greatest uid or gid; Linux keeps 2^32 - 1 to mean "none".
  public static final long MAX_OWNER = 0xffff_fffeL;

  /// The greatest number of nanoseconds in a second.
  public static final int MAX_NANOS = 999_999_999;

  /// The longest name of an extended attribute, in bytes.
  public static final int MAX_XATTR_NAME = 255;

  /// The longest value of an extended attribute, in bytes.
  public static final int MAX_XATTR_VALUE = 1 << 16;

  /// The most that an entry's extended attributes may take together, each counted as the bytes of
  /// its name and value and [#XATTR_OVERHEAD].
  public static final int MAX_XATTR_TOTAL = 1 << 19;

  /// What an extended attribute counts beside its name and value, in bytes.
  public static final int XATTR_OVERHEAD = 8;

  private static final SortedMap<ByteString, ByteString> NO_XATTRS =
      Collections.unmodifiableSortedMap(new TreeMap<>());

  /// Fails with [Fault#LIMIT] where the extended attributes are too large to be kept.
  public Attributes {
    if (mode < 0 || mode > MAX_MODE) {
      throw new IllegalArgumentException("a mode of " + Integer.toOctalString(mode));
    }
    if (uid < 0 || uid > MAX_OWNER || gid < 0 || gid > MAX_OWNER) {
      throw new IllegalArgumentException("owner " + uid + ":" + gid);
    }
    if (mtimeNanos < 0 || mtimeNanos > MAX_NANOS) {
      throw new IllegalArgumentException(mtimeNanos + " nanoseconds");
    }
    xattrs = copy(xattrs);
  }

  /// Attributes without extended ones.
  public static Attributes plain(int mode, long uid, long gid, long mtimeSeconds, int mtimeNanos) {
    return new Attributes(mode, uid, gid, mtimeSeconds, mtimeNanos, NO_XATTRS);
  }

  /// Returns what the extended attributes count against [#MAX_XATTR_TOTAL], in bytes.
  public int xattrBytes() {
    int total = 0;
    for (var each : xattrs.entrySet()) {
      total += each.getKey().size() + each.getValue().size() + XATTR_OVERHEAD;
    }
    return total;
  }

  private static SortedMap<ByteString, ByteString> copy(SortedMap<ByteString, ByteString> from) {
    if (from.isEmpty()) {
      return NO_XATTRS;
    }
    SortedMap<ByteString, ByteString> copy = new TreeMap<>();
    long total = 0;
    for (var each : from.entrySet()) {
      int name = each.getKey().size();
      int value = each.getValue().size();
      total += (long) name + value + XATTR_OVERHEAD;
      if (name == 0 || each.getKey().indexOf((byte) 0, 0) >= 0) {
        throw new IllegalArgumentException("an extended attribute named '" + each.getKey() + "'");
      }
      if (name > MAX_XATTR_NAME || value > MAX_XATTR_VALUE || total > MAX_XATTR_TOTAL) {
        throw new VolaryException(
            Fault.LIMIT,
            "the extended attribute " + each.getKey() + " is too large to be kept; remove it");
      }
      copy.put(each.getKey(), each.getValue());
    }
    return Collections.unmodifiableSortedMap(copy);
  }
}
