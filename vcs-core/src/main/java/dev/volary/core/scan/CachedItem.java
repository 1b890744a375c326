package dev.volary.core.scan;

import dev.volary.core.io.ByteString;
import java.util.Optional;

/// One entry of a stat cache.
///
/// @param depth 1 for the top's own entries
/// @param clean what its attributes were when it was known to equal the tree; nothing if it must be
///   read again
/// @param inode of a regular file of at least [#LARGE] bytes, else 0
public record CachedItem(int depth, ByteString name, Optional<StatDigest> clean, long inode) {
  /// From this size on, it is worth knowing a file again under another name.
  public static final long LARGE = 32 << 10;
}
