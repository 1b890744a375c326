package dev.volary.core.operation;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which of several holders each object has, in four bytes an object: sets of holders that occur
/// are kept once and numbered, and objects have numbers of sets. Not thread-safe.
final class Owners {
  private static final int BLOCK_BITS = 16;
  private static final int BLOCK_SIZE = 1 << BLOCK_BITS;

  /// The number of the empty set.
  static final int NOBODY = 0;

  private final List<BitSet> sets = new ArrayList<>();
  private final Map<BitSet, Integer> numbers = new HashMap<>();
  private final Map<Long, Integer> unions = new HashMap<>();
  private final Map<Long, int[]> blocks = new HashMap<>();

  Owners() {
    number(new BitSet());
  }

  /// Returns the number of a set, which must not be changed afterwards.
  int number(BitSet holders) {
    Integer known = numbers.putIfAbsent(holders, sets.size());
    if (known != null) {
      return known;
    }
    sets.add(holders);
    return sets.size() - 1;
  }

  /// Returns how many sets there are.
  int count() {
    return sets.size();
  }

  /// Returns the set of that number.
  BitSet set(int number) {
    return sets.get(number);
  }

  /// Returns the number of an object's set.
  int of(long object) {
    int[] block = blocks.get(object >>> BLOCK_BITS);
    return block == null ? NOBODY : block[slot(object)];
  }

  /// Adds the holders of a set to those of an object; returns whether some were new to it.
  boolean add(long object, int set) {
    int[] block = blocks.computeIfAbsent(object >>> BLOCK_BITS, _ -> new int[BLOCK_SIZE]);
    int before = block[slot(object)];
    int after = union(before, set);
    block[slot(object)] = after;
    return before != after;
  }

  private int union(int a, int b) {
    if (a == b || b == NOBODY) {
      return a;
    }
    Long key = (long) a << Integer.SIZE | b;
    Integer known = unions.get(key);
    if (known == null) {
      BitSet both = (BitSet) sets.get(a).clone();
      both.or(sets.get(b));
      known = number(both);
      unions.put(key, known);
    }
    return known;
  }

  private static int slot(long object) {
    return (int) object & (BLOCK_SIZE - 1);
  }
}
