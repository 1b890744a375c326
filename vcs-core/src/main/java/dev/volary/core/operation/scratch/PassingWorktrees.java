package dev.volary.core.operation.scratch;

import dev.volary.core.depot.Depot;
import dev.volary.core.depot.Targets;
import dev.volary.core.depot.VolumeName;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.Identity;
import dev.volary.core.history.ShelvedRef;
import dev.volary.core.operation.live.OldWorktree;
import dev.volary.core.session.DepotLock;
import dev.volary.core.worktree.Provision.Stay;
import dev.volary.core.worktree.WorktreeFolder;
import dev.volary.core.worktree.WorktreeRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// Removes worktrees whose time is over: those that were to stay until a time, whose uncommitted
/// changes a safety commit keeps, and those of commands that died, of which nothing stays.
public final class PassingWorktrees {
  private final Depot depot;
  private final Identity who;

  /// @param who stands in safety commits
  public PassingWorktrees(Depot depot, Identity who) {
    this.depot = depot;
    this.who = who;
  }

  /// Tells whether there are any that do not stay for good.
  public static boolean areAny(Depot depot) throws IOException {
    return depot.worktrees().all().values().stream()
        .anyMatch(record -> !(record.provision().stay() instanceof Stay.ForGood));
  }

  /// Is told what was done.
  public interface Listener {
    /// A worktree went; `safety` keeps what no commit had.
    void removed(WorktreeRecord record, Optional<ShelvedRef> safety);

    /// A worktree whose time is over stays for now.
    ///
    /// @param reason a sentence
    void stays(WorktreeRecord record, String reason);
  }

  /// Removes them. One that is in use, or can't be removed, stays until a later time; this never
  /// fails for it.
  public void sweep(Listener listener) throws IOException {
    Instant now = depot.surroundings().clock().instant();
    for (Map.Entry<WorktreeFolder, WorktreeRecord> each : depot.worktrees().all().entrySet()) {
      try {
        switch (each.getValue().provision().stay()) {
          case Stay.ForGood() -> {}
          case Stay.Until(Instant end) -> {
            if (!now.isBefore(end)) {
              expire(each.getKey(), each.getValue(), listener);
            }
          }
          case Stay.WhileRunning() -> clear(each.getKey(), each.getValue(), listener);
        }
      } catch (VolaryException e) {
        if (e.fault() != Fault.BUSY) {
          tell(listener, each, e);
        }
      } catch (IOException | UncheckedIOException e) {
        tell(listener, each, e);
      }
    }
  }

  /// One that another command removed meanwhile is no news.
  private static void tell(
      Listener listener, Map.Entry<WorktreeFolder, WorktreeRecord> each, Exception failure) {
    if (Files.exists(each.getKey().directory())) {
      listener.stays(each.getValue(), String.valueOf(failure.getMessage()));
    }
  }

  private void expire(WorktreeFolder folder, WorktreeRecord record, Listener listener)
      throws IOException {
    OldWorktree.Removed removed =
        new OldWorktree(depot, who)
            .remove(target(folder, record), new OldWorktree.Removal(false, true, leaving -> {}));
    listener.removed(record, removed.safety());
  }

  /// Who holds the lock lives.
  private void clear(WorktreeFolder folder, WorktreeRecord record, Listener listener)
      throws IOException {
    try (DepotLock _ = depot.lockUnlessBusy(Scratch.lockOf(folder.id()), "clear")) {
      new OldWorktree(depot, who).discard(target(folder, record));
    }
    listener.removed(record, Optional.empty());
  }

  private Targets.WorktreeTarget target(WorktreeFolder folder, WorktreeRecord record)
      throws IOException {
    return new Targets.WorktreeTarget(
        folder, record, depot.volume(new VolumeName(record.volume())));
  }
}
