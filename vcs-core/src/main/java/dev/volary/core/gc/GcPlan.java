package dev.volary.core.gc;

import dev.volary.core.store.manifest.PackInfo;
import java.util.List;

/// What a collection would do: to be shown, and then applied or not.
///
/// @param packs every pack that is listed
/// @param held what keeps how much, in the order the roots were given
/// @param generation the manifest it was made of
public record GcPlan(List<PackPlan> packs, List<Held> held, long generation) {
  /// What becomes of a pack.
  public enum Fate {
    /// It stays as it is.
    KEEP,
    /// What is needed of it is written to a new pack, because much of it is dead.
    SHRINK,
    /// It is joined with other small ones.
    JOIN,
    /// It is compressed better.
    ARCHIVE,
    /// Nothing of it is needed.
    DELETE,
    /// An earlier collection has condemned it; it goes once nobody can rely on it.
    CONDEMNED
  }

  /// One pack and its fate.
  ///
  /// @param neededBytes how much of the file is needed; an estimate where a part is
  public record PackPlan(PackInfo pack, Fate fate, long neededBytes) {}

  /// What something keeps that nothing before it in the list does.
  ///
  /// @param objects how many objects
  /// @param storedBytes what they take in the store, an estimate
  public record Held(String by, long objects, long storedBytes) {}

  public GcPlan {
    packs = List.copyOf(packs);
    held = List.copyOf(held);
  }

  /// Returns the packs of one fate.
  public List<PackPlan> of(Fate fate) {
    return packs.stream().filter(pack -> pack.fate() == fate).toList();
  }

  /// Returns how many bytes will be free when all of it is done; what archiving saves is not known
  /// before.
  public long freedBytes() {
    return packs.stream().mapToLong(GcPlan::freedBytes).sum();
  }

  private static long freedBytes(PackPlan plan) {
    return switch (plan.fate()) {
      case KEEP, ARCHIVE, JOIN -> 0;
      case SHRINK -> plan.pack().sizeBytes() - plan.neededBytes();
      case DELETE, CONDEMNED -> plan.pack().sizeBytes();
    };
  }

  /// Tells whether there is nothing to do.
  public boolean isIdle() {
    return packs.stream().allMatch(pack -> pack.fate() == Fate.KEEP);
  }
}
