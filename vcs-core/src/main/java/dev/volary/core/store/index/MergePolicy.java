package dev.volary.core.store.index;

import dev.volary.core.store.manifest.IndexInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Chooses which index files to merge, so that their number grows with the logarithm of the entries
/// and each entry is written again only as often.
///
/// Files are of levels, each four times as large as the one below; four files of a level are one
/// too many and are merged with all smaller ones. With 64 KiB objects that is at most 18 files a
/// TiB.
final class MergePolicy {
  /// How many files of a level lead to a merge.
  static final int CROWD = 4;

  private static final long LEVEL_ZERO_ENTRIES = 4096;

  /// How many files are merged at once; each takes a mapping and a little heap.
  private static final int MAX_INPUTS = 4096;

  private MergePolicy() {}

  /// Returns the files to merge into one, or an empty list while there is nothing to gain.
  static List<IndexInfo> choose(List<IndexInfo> indexes) {
    List<IndexInfo> ascending = new ArrayList<>(indexes);
    ascending.sort(Comparator.comparingLong(IndexInfo::entries));
    int chosen = 0;
    long merged = 0;
    for (int end = 0; end < ascending.size(); ) {
      int level = level(ascending.get(end).entries());
      int count = chosen > 0 && level(merged) == level ? 1 : 0;
      for (; end < ascending.size() && level(ascending.get(end).entries()) == level; end++) {
        count++;
      }
      if (count >= CROWD) {
        merged = sum(ascending, end);
        chosen = end;
      }
    }
    return List.copyOf(ascending.subList(0, Math.min(chosen, MAX_INPUTS)));
  }

  static int level(long entries) {
    int level = 0;
    for (long limit = LEVEL_ZERO_ENTRIES; entries >= limit; limit *= CROWD) {
      level++;
    }
    return level;
  }

  private static long sum(List<IndexInfo> indexes, int count) {
    return indexes.subList(0, count).stream().mapToLong(IndexInfo::entries).sum();
  }
}
