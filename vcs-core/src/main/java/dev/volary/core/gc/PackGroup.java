package dev.volary.core.gc;

import dev.volary.core.gc.GcPlan.Fate;
import dev.volary.core.gc.GcPlan.PackPlan;
import dev.volary.core.store.Catalogue.Manner;
import dev.volary.core.store.manifest.PackKind;
import java.util.ArrayList;
import java.util.List;

/// Packs that are written anew together: bounded in what that takes on disk and in memory.
record PackGroup(Manner manner, List<PackPlan> packs) {
  private static final long MAX_BYTES = 256 << 20;
  private static final long MAX_OBJECTS = 200_000;

  PackGroup {
    packs = List.copyOf(packs);
  }

  /// Returns the groups of all that `plan` writes anew.
  static List<PackGroup> of(GcPlan plan) {
    List<PackGroup> out = new ArrayList<>();
    for (PackKind kind : PackKind.values()) {
      List<PackPlan> joined = new ArrayList<>(plan.of(Fate.SHRINK));
      joined.addAll(plan.of(Fate.JOIN));
      joined.removeIf(pack -> pack.pack().kind() != kind);
      List<PackPlan> archived = new ArrayList<>(plan.of(Fate.ARCHIVE));
      archived.removeIf(pack -> pack.pack().kind() != kind);
      split(out, Manner.JOIN, joined);
      split(out, Manner.ARCHIVE, archived);
    }
    // One small pack alone is as good as it gets.
    out.removeIf(group -> group.packs.size() == 1 && group.packs.getFirst().fate() == Fate.JOIN);
    return out;
  }

  private static void split(List<PackGroup> out, Manner manner, List<PackPlan> packs) {
    List<PackPlan> group = new ArrayList<>();
    long bytes = 0;
    long objects = 0;
    for (PackPlan plan : packs) {
      bytes += plan.pack().sizeBytes();
      objects += plan.pack().objects();
      if (!group.isEmpty() && (bytes > MAX_BYTES || objects > MAX_OBJECTS)) {
        out.add(new PackGroup(manner, group));
        group.clear();
        bytes = plan.pack().sizeBytes();
        objects = plan.pack().objects();
      }
      group.add(plan);
    }
    if (!group.isEmpty()) {
      out.add(new PackGroup(manner, group));
    }
  }
}
