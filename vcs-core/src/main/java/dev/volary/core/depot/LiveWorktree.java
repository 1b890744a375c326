package dev.volary.core.depot;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.RefName;
import dev.volary.core.history.Refs;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.session.DepotLock;
import dev.volary.core.worktree.Head;
import dev.volary.core.worktree.Pending;
import dev.volary.core.worktree.WorktreeFolder;
import dev.volary.core.worktree.WorktreeRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/// A worktree opened by the one command that may change it or its record now.
///
/// Opening makes sure that the directory is the registered one and brings a record up to date that
/// a crash left behind its branch.
public final class LiveWorktree implements AutoCloseable {
  private final WorktreeFolder folder;
  private final Volume volume;
  private final DirectoryHandle directory;
  private final DepotLock lock;
  private WorktreeRecord record;

  private LiveWorktree(
      Targets.WorktreeTarget target,
      WorktreeRecord record,
      DirectoryHandle directory,
      DepotLock lock) {
    this.folder = target.folder();
    this.volume = target.volume();
    this.record = record;
    this.directory = directory;
    this.lock = lock;
  }

  /// Opens a worktree for `operation`; BUSY while another command works on it, CONFLICT where the
  /// directory is another one by now or a change of it was interrupted.
  public static LiveWorktree open(Depot depot, Targets.WorktreeTarget target, String operation)
      throws IOException {
    return settled(openInterrupted(depot, target, operation));
  }

  /// As [#open], but waits for no other command: for looking at many worktrees.
  public static LiveWorktree openUnlessBusy(
      Depot depot, Targets.WorktreeTarget target, String operation) throws IOException {
    DepotLock lock = depot.lockUnlessBusy(lockOf(target.folder()), operation);
    return settled(open(depot, target, lock));
  }

  private static LiveWorktree settled(LiveWorktree worktree) {
    try {
      return switch (worktree.record.pending()) {
        case Pending.Nothing() -> worktree;
        case Pending.Committing(_) -> worktree;
        case Pending.Changing(Head to, CommitId commit) ->
            throw interrupted(worktree, "to " + name(to, commit));
        case Pending.ChangingPart(CommitId commit) ->
            throw interrupted(worktree, "in part to " + commit.shortHex());
      };
    } catch (RuntimeException e) {
      worktree.close();
      throw e;
    }
  }

  private static VolaryException interrupted(LiveWorktree worktree, String into) {
    return new VolaryException(
        Fault.CONFLICT,
        "changing %s %s was interrupted: `volary switch --continue` goes on, `volary switch --abort` goes back"
            .formatted(worktree.record.identity().path(), into));
  }

  /// As [#open], but also where a change was interrupted: for going on with it or going back.
  public static LiveWorktree openInterrupted(
      Depot depot, Targets.WorktreeTarget target, String operation) throws IOException {
    return open(depot, target, lock(depot, target.folder(), operation));
  }

  /// Takes the lock of a worktree without opening it: for writing records of several.
  static DepotLock lock(Depot depot, WorktreeFolder folder, String operation) throws IOException {
    return depot.lock(lockOf(folder), operation);
  }

  private static String lockOf(WorktreeFolder folder) {
    return "worktree-" + folder.id();
  }

  private static LiveWorktree open(Depot depot, Targets.WorktreeTarget target, DepotLock lock)
      throws IOException {
    try {
      requireStillThere(target);
      WorktreeRecord record = settle(target.folder(), target.volume());
      DirectoryHandle directory = WorktreeGuard.open(depot, target.folder(), record);
      return new LiveWorktree(target, record, directory, lock);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /// While one waits for the lock, the worktree may be removed or its volume be renamed.
  private static void requireStillThere(Targets.WorktreeTarget target) throws IOException {
    boolean there =
        Files.exists(target.folder().recordFile())
            && target.folder().read().volume().equals(target.volume().name().text());
    if (!there) {
      throw new VolaryException(
          Fault.BUSY,
          "the worktree %s was removed, or its volume %s renamed, just now: look and try again"
              .formatted(target.record().identity().path(), target.volume().name()));
    }
  }

  /// Reads the record and finishes what a crash interrupted between moving the branch and saying
  /// so.
  private static WorktreeRecord settle(WorktreeFolder folder, Volume volume) throws IOException {
    WorktreeRecord record = folder.read();
    if (!(record.pending() instanceof Pending.Committing(CommitId commit))) {
      return record;
    }
    boolean moved =
        switch (record.head()) {
          case Head.OnBranch(String ref) ->
              volume
                  .history()
                  .refs()
                  .happened(new Refs.Move(new RefName(ref), record.base(), commit));
          case Head.Detached() -> false;
        };
    WorktreeRecord settled =
        record.settled(record.head(), moved ? Optional.of(commit) : record.base());
    folder.write(settled);
    return settled;
  }

  private static String name(Head head, CommitId commit) {
    return switch (head) {
      case Head.OnBranch(String ref) -> new RefName(ref).shortName();
      case Head.Detached() -> commit.shortHex();
    };
  }

  /// Returns its files in the depot.
  public WorktreeFolder folder() {
    return folder;
  }

  /// Returns the volume whose history it has.
  public Volume volume() {
    return volume;
  }

  /// Returns its record as last written.
  public WorktreeRecord record() {
    return record;
  }

  /// Returns its open directory.
  public DirectoryHandle directory() {
    return directory;
  }

  /// Writes the record, durably.
  public void write(WorktreeRecord newRecord) throws IOException {
    folder.write(newRecord);
    record = newRecord;
  }

  @Override
  public void close() {
    try (lock) {
      directory.close();
    } catch (IOException e) {
      // The lock ends with the process at the latest; what was done is done.
      throw new java.io.UncheckedIOException(e);
    }
  }
}
