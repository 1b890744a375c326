package dev.volary.core.store;

/// How much of a file system writers leave free: the larger of a share and a number of bytes.
///
/// @param percent share of the whole file system, 0 to 100
/// @param bytes at least so much, whatever the share
public record SpaceLimit(int percent, long bytes) {
  /// 5 %, at least 2 GiB.
  public static final SpaceLimit DEFAULT = new SpaceLimit(5, 2L << 30);

  /// Down to the last byte, for work that frees space.
  public static final SpaceLimit NONE = new SpaceLimit(0, 0);

  public SpaceLimit {
    if (percent < 0 || percent > 100 || bytes < 0) {
      throw new IllegalArgumentException(percent + " %, " + bytes + " bytes");
    }
  }

  /// Returns what must stay free of `totalBytes`.
  public long reservedBytes(long totalBytes) {
    return Math.max(bytes, totalBytes / 100 * percent);
  }
}
