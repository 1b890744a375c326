package dev.volary.core.store.index;

import dev.volary.core.hash.ObjectKind;
import dev.volary.core.store.manifest.Manifest;

/// Where one record of an object stands, and what is known of it without reading it.
///
/// @param pack number of the pack, permanent in the depot, below 2^32
/// @param offset first byte of the record (or of the frame it is in) in the pack, below 2^32
/// @param slot which object of the frame it is, from 0, below 2^16; 0 where it stands alone
/// @param number the object's permanent number in the depot, below 2^40
/// @param depth how many bases stand one behind the other under this record: 0 if it is plain
public record Location(long pack, long offset, int slot, long number, ObjectKind kind, int depth) {
  /// The highest slot.
  public static final int MAX_SLOT = 0xffff;

  /// The highest depth.
  public static final int MAX_DEPTH = 15;

  public Location {
    if (pack < 0 || pack > Manifest.MAX_U32 || offset < 0 || offset > Manifest.MAX_U32) {
      throw new IllegalArgumentException("pack " + pack + ", offset " + offset);
    }
    if (slot < 0 || slot > MAX_SLOT || depth < 0 || depth > MAX_DEPTH) {
      throw new IllegalArgumentException("slot " + slot + ", depth " + depth);
    }
    if (number < 0 || number > Manifest.MAX_OBJECT_NUMBER) {
      throw new IllegalArgumentException("object number " + number);
    }
  }
}
