package dev.volary.core.store.manifest;

import dev.volary.core.io.ByteString;

/// What the manifest says of one pack.
///
/// @param number permanent in the depot, never given to another pack
/// @param sizeBytes size of the file
/// @param objects how many objects it holds
/// @param sha256 digest of the pack, 32 bytes, as its footer has it
/// @param condemnedIn generation of the manifest that condemned it, or 0 while it counts
public record PackInfo(
    long number,
    UniqueName name,
    PackKind kind,
    long sizeBytes,
    long objects,
    ByteString sha256,
    long condemnedIn) {
  /// Length of a digest in bytes.
  public static final int DIGEST_SIZE = 32;

  public PackInfo {
    if (number < 0 || number > Manifest.MAX_U32 || sizeBytes < 0 || sizeBytes > Manifest.MAX_U32) {
      throw new IllegalArgumentException("pack " + number + " of " + sizeBytes + " bytes");
    }
    if (objects < 0 || objects > Manifest.MAX_U32 || condemnedIn < 0) {
      throw new IllegalArgumentException(objects + " objects, condemned in " + condemnedIn);
    }
    if (sha256.size() != DIGEST_SIZE) {
      throw new IllegalArgumentException("a digest of " + sha256.size() + " bytes");
    }
  }

  /// Tells whether the pack is about to go: it may be read, but nothing new may rely on it.
  public boolean condemned() {
    return condemnedIn != 0;
  }

  /// Returns the same pack, condemned in `generation`, or counting again if that is 0.
  public PackInfo withCondemnedIn(long generation) {
    return new PackInfo(number, name, kind, sizeBytes, objects, sha256, generation);
  }
}
