package dev.volary.core.operation;

import dev.volary.core.depot.Depot;
import dev.volary.core.depot.VolumeName;
import dev.volary.core.depot.WorktreeLocks;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.Identity;
import dev.volary.core.io.AtomicFile;
import dev.volary.core.session.DepotLock;
import dev.volary.core.session.Session;
import dev.volary.core.worktree.WorktreeFolder;
import dev.volary.core.worktree.WorktreeRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Renames and removes whole volumes.
public final class Volumes {
  private final Depot depot;
  private final Identity who;

  /// @param who stands in reflogs
  public Volumes(Depot depot, Identity who) {
    this.depot = depot;
    this.who = who;
  }

  /// Renames a volume; its worktrees follow. Run again after a crash, it completes what that left.
  public void rename(VolumeName from, VolumeName to) throws IOException {
    try (Session _ = depot.begin("rename");
        DepotLock _ = depot.lock("volumes", "rename");
        WorktreeLocks locks = WorktreeLocks.take(depot, from, "rename")) {
      Path source = depot.layout().volume(from);
      Path target = depot.layout().volume(to);
      boolean moved =
          !locks.records().isEmpty() && !Files.exists(source) && Files.isDirectory(target);
      if (!moved) {
        depot.volume(from);
        if (Files.exists(target)) {
          throw new VolaryException(
              Fault.CONFLICT, "there is a volume %s already: choose another name".formatted(to));
        }
        depot.release(from);
        Files.move(source, target);
        AtomicFile.syncDirectory(depot.layout().volumes());
      }
      for (Map.Entry<WorktreeFolder, WorktreeRecord> entry : locks.records().entrySet()) {
        entry.getKey().write(entry.getValue().of(to.text()));
      }
    }
  }

  /// Fails where [#remove] would.
  public void requireRemovable(VolumeName name) throws IOException {
    try (WorktreeLocks locks = WorktreeLocks.take(depot, name, "remove")) {
      depot.volume(name);
      requireNoOverlays(locks);
    }
  }

  /// Puts a volume in the trash; its worktrees' directories stay as they are, no longer versioned.
  public void remove(VolumeName name) throws IOException {
    try (Session _ = depot.begin("remove");
        DepotLock _ = depot.lock("volumes", "remove");
        WorktreeLocks locks = WorktreeLocks.take(depot, name, "remove")) {
      depot.volume(name);
      requireNoOverlays(locks);
      new Trash(depot, who).put(name);
    }
  }

  /// The directory of an overlay would not outlast its record.
  private static void requireNoOverlays(WorktreeLocks locks) {
    for (WorktreeRecord record : locks.records().values()) {
      if (record.provision().overlay().isPresent()) {
        throw new VolaryException(
            Fault.CONFLICT,
            "the worktree %s is an overlay over this volume's data: remove it first, with `volary worktree remove`"
                .formatted(record.identity().path()));
      }
    }
  }
}
