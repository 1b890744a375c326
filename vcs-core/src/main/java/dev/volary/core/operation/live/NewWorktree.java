package dev.volary.core.operation.live;

import dev.volary.core.depot.Depot;
import dev.volary.core.depot.DepotPlace;
import dev.volary.core.depot.LiveWorktree;
import dev.volary.core.depot.Targets;
import dev.volary.core.depot.Volume;
import dev.volary.core.depot.WorktreeGuard;
import dev.volary.core.diff.PathFilter;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.Identity;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.Linux;
import dev.volary.core.operation.Presence;
import dev.volary.core.restore.Restore;
import dev.volary.core.restore.RestoreListener;
import dev.volary.core.restore.plan.RestorePlan;
import dev.volary.core.session.DepotLock;
import dev.volary.core.session.Session;
import dev.volary.core.worktree.Head;
import dev.volary.core.worktree.Pending;
import dev.volary.core.worktree.WorktreeFolder;
import dev.volary.core.worktree.WorktreeRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Makes another live copy of a volume: a worktree in a new or empty directory.
public final class NewWorktree {
  private final Depot depot;
  private final Identity who;
  private final RestoreListener listener;

  /// @param listener is told how far it is
  public NewWorktree(Depot depot, Identity who, RestoreListener listener) {
    this.depot = depot;
    this.who = who;
    this.listener = listener;
  }

  /// What came of it.
  public record Result(ByteString path, TreeChange.Result change) {}

  /// Makes a worktree of `commit` in `directory` (absolute), which must not exist or be empty;
  /// CONFLICT where it is not, or where the branch is live elsewhere.
  public Result run(Volume volume, ByteString directory, Head head, CommitId commit)
      throws IOException {
    Presence.require(volume, commit);
    depot.worktrees().requireFree(volume.name().text(), head);
    Path path = Linux.path(directory);
    boolean made = !Files.isDirectory(path);
    Files.createDirectories(path);
    ByteString real = Linux.realPath(directory);
    Targets.WorktreeTarget target;
    try {
      target = register(volume, real, head, commit);
    } catch (IOException | RuntimeException e) {
      if (made) {
        Files.deleteIfExists(path);
      }
      throw e;
    }
    // The record says that the change is under way, so that a crash leaves no half copy in use.
    try (LiveWorktree worktree = LiveWorktree.openInterrupted(depot, target, "worktree add")) {
      TreeChange.Request request =
          new TreeChange.Request(
              head,
              commit,
              PathFilter.ALL,
              new TreeChange.Manner(Uncommitted.REFUSE, false, step -> {}));
      return new Result(real, new TreeChange(depot, who, listener).fill(worktree, request));
    }
  }

  /// Asked before anything is registered, so that a refusal leaves nothing.
  private void requireRoom(DirectoryHandle top, Volume volume, CommitId commit) throws IOException {
    try (RestorePlan plan =
        TreeChange.restore(depot)
            .plan(TreeChange.filling(depot, volume, top, commit), step -> {})) {
      Restore.requireRoom(plan.totals());
    }
  }

  private Targets.WorktreeTarget register(
      Volume volume, ByteString path, Head head, CommitId commit) throws IOException {
    try (Session _ = depot.begin("worktree add");
        DepotLock _ = depot.lock("worktrees", "worktree add");
        DirectoryHandle top = Linux.openRoot(path)) {
      DepotPlace.requireApart(depot, path);
      if (!top.names().isEmpty()) {
        throw new VolaryException(
            Fault.CONFLICT, path + " is not empty: name a new or empty directory for the worktree");
      }
      requireRoom(top, volume, commit);
      WorktreeRecord record =
          new WorktreeRecord(
              volume.name().text(),
              WorktreeGuard.identify(top, path),
              head,
              Optional.empty(),
              new Pending.Changing(head, commit));
      WorktreeFolder folder = depot.worktrees().add(record, depot.surroundings().random());
      return new Targets.WorktreeTarget(folder, record, volume);
    }
  }
}
