package dev.volary.remote.client;

import dev.volary.core.depot.Depot;
import dev.volary.core.depot.Volume;
import dev.volary.core.history.RefName;
import dev.volary.core.worktree.Head;
import dev.volary.core.worktree.WorktreeRecord;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/// Which branches worktrees hold.
final class LiveBranches {
  private LiveBranches() {}

  static Set<RefName> of(Depot depot, Volume volume) throws IOException {
    Set<RefName> live = new HashSet<>();
    for (WorktreeRecord record : depot.worktrees().all().values()) {
      if (record.volume().equals(volume.name().text())
          && record.head() instanceof Head.OnBranch(String ref)) {
        live.add(new RefName(ref));
      }
    }
    return live;
  }
}
