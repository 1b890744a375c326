package dev.volary.core.object.tree;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.io.ByteString;
import dev.volary.core.object.Entry;
import dev.volary.core.object.Node.SymlinkNode;
import dev.volary.core.object.tree.InnerPage.Child;

/// Says after which element a page ends; frozen with the format (FORMAT.md, chapters 4 and 5).
///
/// The rule sees names, chunk ids and counts, never times, modes or sizes of files, so that a
/// touched entry moves no border.
final class CutRule {
  /// Inner pages have at least this many children, but for the last of a level.
  static final int INNER_MIN = 32;

  /// Inner pages have at most this many children.
  static final int INNER_MAX = 512;

  /// The greatest height of a page; leaves have height 0.
  static final int MAX_HEIGHT = 8;

  /// Leaves of file maps have at least this many extents, but for the last.
  static final int EXTENTS_MIN = 128;

  /// Leaves of file maps have at most this many extents.
  static final int EXTENTS_MAX = 512;

  /// What an entry weighs beside its name, target and extended attributes: no less than the rest of
  /// its encoding can take, in bytes.
  static final int ENTRY_WEIGHT = 96;

  /// Leaves of directories weigh at least this, but for the last.
  static final int WEIGHT_MIN = 16 << 10;

  /// A leaf of a directory ends with the entry that makes it weigh this or more.
  static final int WEIGHT_MAX = 128 << 10;

  /// The most entries a leaf can have.
  static final int ENTRIES_MAX = WEIGHT_MAX / (ENTRY_WEIGHT + 1) + 1;

  private static final int ENTRY_MASK = 0xff;
  private static final int ENTRY_BITS = 8;
  private static final int EXTENT_MASK = 0x7f;
  private static final int INNER_MASK = 0x7f;
  private static final int INNER_BITS = 7;

  private CutRule() {}

  /// Returns what `entry` adds to the weight of its leaf.
  static int weight(Entry entry) {
    int target = entry.node() instanceof SymlinkNode link ? link.target().size() : 0;
    return ENTRY_WEIGHT + entry.name().size() + target + entry.attributes().xattrBytes();
  }

  /// Tells whether a directory's leaf that weighs `weight` ends with the entry `name`.
  static boolean endsEntries(int weight, ByteString name) {
    return weight >= WEIGHT_MAX || weight >= WEIGHT_MIN && (hash(name) & ENTRY_MASK) == 0;
  }

  /// Tells whether a file map's leaf ends with its `count`-th extent, which is a hole.
  static boolean endsExtents(int count) {
    return count >= EXTENTS_MAX;
  }

  /// Tells whether a file map's leaf ends with its `count`-th extent, which is `chunk`.
  static boolean endsExtents(int count, ObjectId chunk) {
    return count >= EXTENTS_MAX || count >= EXTENTS_MIN && (chunk.w3() & EXTENT_MASK) == 0;
  }

  /// Tells whether an inner page of `height` ends with its `count`-th child.
  static boolean endsChildren(ObjectKind kind, int height, int count, Child child) {
    if (count < INNER_MIN || count >= INNER_MAX) {
      return count >= INNER_MAX;
    }
    long bits =
        kind == ObjectKind.DIRECTORY
            ? hash(child.last()) >>> ENTRY_BITS + INNER_BITS * (height - 1)
            : child.id().w3();
    return (bits & INNER_MASK) == 0;
  }

  /// Returns the most entries that a page of `height` can have in and below it.
  static long maxEntries(int height) {
    long max = ENTRIES_MAX;
    for (int i = 0; i < height && max < Long.MAX_VALUE / INNER_MAX; i++) {
      max *= INNER_MAX;
    }
    return max;
  }

  /// FNV-1a with 64 bits, then the finaliser of MurmurHash3, so that the low bits depend on all.
  private static long hash(ByteString name) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < name.size(); i++) {
      hash = (hash ^ (name.byteAt(i) & 0xff)) * 0x100000001b3L;
    }
    hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
    hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
    return hash ^ hash >>> 33;
  }
}
