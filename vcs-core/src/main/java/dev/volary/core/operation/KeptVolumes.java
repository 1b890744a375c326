package dev.volary.core.operation;

import dev.volary.core.depot.Depot;
import dev.volary.core.depot.DepotLayout;
import dev.volary.core.depot.Volume;
import dev.volary.core.depot.VolumeName;
import dev.volary.core.worktree.WorktreeRecord;
import dev.volary.core.worktree.WorktreeRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/// All volumes whose data a depot keeps: those in use and those in the trash.
final class KeptVolumes {
  private KeptVolumes() {}

  /// Looks at one volume.
  @FunctionalInterface
  interface Visitor {
    /// Is handed a volume.
    ///
    /// @param worktrees what is recorded of its worktrees
    /// @param trashed whether it is in the trash
    void visit(Volume volume, Collection<WorktreeRecord> worktrees, boolean trashed)
        throws IOException;
  }

  /// Hands every volume to `visitor`.
  static void visit(Depot depot, Visitor visitor) throws IOException {
    visit(depot, Roots.Expiry.NONE, visitor);
  }

  /// As above, without deleted volumes whose time is over.
  static void visit(Depot depot, Roots.Expiry expiry, Visitor visitor) throws IOException {
    Collection<WorktreeRecord> all = depot.worktrees().all().values();
    for (VolumeName name : depot.volumes()) {
      List<WorktreeRecord> own =
          all.stream().filter(record -> record.volume().equals(name.text())).toList();
      visitor.visit(depot.volume(name), own, false);
    }
    for (Trash.Item item : Trash.volumes(depot)) {
      if (!expiry.endsTrash(item.deleted())
          && item.where() instanceof Trash.Where.Folder(Path folder, VolumeName name)) {
        Volume volume = depot.volumeIn(folder, name);
        try {
          visitor.visit(volume, worktreesIn(DepotLayout.strayWorktrees(folder)), true);
        } finally {
          volume.history().close();
        }
      }
    }
  }

  private static Collection<WorktreeRecord> worktreesIn(Path folder) throws IOException {
    return Files.isDirectory(folder) ? new WorktreeRegistry(folder).all().values() : List.of();
  }

  /// Names a worktree's folder in messages.
  static String title(WorktreeRecord worktree) {
    return "worktree " + worktree.identity().path();
  }
}
