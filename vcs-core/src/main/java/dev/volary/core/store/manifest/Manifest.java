package dev.volary.core.store.manifest;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The numbered set of packs and indexes that count: what it does not list is not in the depot.
///
/// Immutable and valid: packs ascend by number, names are unique, every pack is covered by exactly
/// one index, every index covers at least one pack.
///
/// @param generation 1 for the first manifest of a depot, one more for each that replaces it
/// @param nextPack the lowest pack number never given
/// @param nextObject the lowest object number never given
public record Manifest(
    long generation,
    long nextPack,
    long nextObject,
    List<PackInfo> packs,
    List<IndexInfo> indexes) {
  /// The highest number of a pack, size of one, and count of entries of an index.
  public static final long MAX_U32 = 0xffff_ffffL;

  /// The highest permanent number of an object.
  public static final long MAX_OBJECT_NUMBER = (1L << 40) - 1;

  /// How many packs a depot may have.
  public static final int MAX_PACKS = 1 << 20;

  public Manifest {
    packs = List.copyOf(packs);
    indexes = List.copyOf(indexes);
    require(generation >= 1, "generation " + generation);
    require(nextPack >= 0 && nextPack <= MAX_U32, "next pack " + nextPack);
    require(nextObject >= 0 && nextObject <= MAX_OBJECT_NUMBER, "next object " + nextObject);
    require(packs.size() <= MAX_PACKS, packs.size() + " packs");
    checkPacks(generation, nextPack, packs);
    checkIndexes(packs, indexes);
  }

  /// Returns the first manifest of a new depot.
  public static Manifest empty() {
    return new Manifest(1, 0, 0, List.of(), List.of());
  }

  /// Returns the listed pack of that number.
  public Optional<PackInfo> pack(long number) {
    int at = indexOf(packs, number);
    return at < 0 ? Optional.empty() : Optional.of(packs.get(at));
  }

  /// Tells whether any pack is condemned.
  public boolean anyCondemned() {
    return packs.stream().anyMatch(PackInfo::condemned);
  }

  /// Returns the position in `packs` of the pack of that number, or a negative number.
  static int indexOf(List<PackInfo> packs, long number) {
    int low = 0;
    int high = packs.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      long found = packs.get(middle).number();
      if (found == number) {
        return middle;
      }
      if (found < number) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  private static void checkPacks(long generation, long nextPack, List<PackInfo> packs) {
    Set<UniqueName> names = new HashSet<>();
    long previous = -1;
    for (PackInfo pack : packs) {
      require(pack.number() > previous, "pack " + pack.number() + " is out of order");
      require(pack.number() < nextPack, "pack " + pack.number() + " was never given");
      require(names.add(pack.name()), "two packs are named " + pack.name());
      require(pack.condemnedIn() <= generation, "a pack is condemned in the future");
      previous = pack.number();
    }
  }

  private static void checkIndexes(List<PackInfo> packs, List<IndexInfo> indexes) {
    Set<UniqueName> names = new HashSet<>();
    boolean[] covered = new boolean[packs.size()];
    int count = 0;
    for (IndexInfo index : indexes) {
      require(names.add(index.name()), "two indexes are named " + index.name());
      require(!index.packs().isEmpty(), "index " + index.name() + " covers no pack");
      for (long number : index.packs()) {
        int at = indexOf(packs, number);
        require(at >= 0, "index " + index.name() + " covers pack " + number + ", not listed");
        require(!covered[at], "two indexes cover pack " + number);
        covered[at] = true;
        count++;
      }
    }
    require(count == packs.size(), (packs.size() - count) + " packs have no index");
  }

  private static void require(boolean condition, String problem) {
    if (!condition) {
      throw new IllegalArgumentException(problem);
    }
  }
}
