package dev.volary.core.operation.live;

import dev.volary.core.capture.CaptureProgress;
import dev.volary.core.capture.rules.LeftOut;
import dev.volary.core.depot.Depot;
import dev.volary.core.depot.DepotPlace;
import dev.volary.core.depot.LiveWorktree;
import dev.volary.core.depot.Targets;
import dev.volary.core.depot.WorktreeGuard;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.Identity;
import dev.volary.core.history.ShelvedRef;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.Linux;
import dev.volary.core.linux.layer.MountTable;
import dev.volary.core.operation.copy.OverlayMaking;
import dev.volary.core.operation.copy.TreeRemoval;
import dev.volary.core.restore.Intent;
import dev.volary.core.session.DepotLock;
import dev.volary.core.session.Session;
import dev.volary.core.worktree.Head;
import dev.volary.core.worktree.Pending;
import dev.volary.core.worktree.Subvolume;
import dev.volary.core.worktree.WorktreeFolder;
import dev.volary.core.worktree.WorktreeIdentity;
import dev.volary.core.worktree.WorktreeRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Removes worktrees and finds them again.
public final class OldWorktree {
  private final Depot depot;
  private final Identity who;

  /// @param who stands in safety commits
  public OldWorktree(Depot depot, Identity who) {
    this.depot = depot;
    this.who = who;
  }

  /// How to remove a worktree.
  ///
  /// @param keepFiles whether the directory stays as it is, no longer versioned
  /// @param force whether uncommitted changes are no reason to refuse; a safety commit keeps them
  /// @param leaving is told, before the first file is deleted, what goes though no commit has it
  public record Removal(boolean keepFiles, boolean force, Consumer<LeftOut> leaving) {}

  /// What was removed.
  ///
  /// @param safety where uncommitted changes are kept, if there were any
  /// @param leftOut the files that went with it though no commit has them
  public record Removed(Optional<ShelvedRef> safety, LeftOut leftOut) {}

  /// Removes a worktree. CONFLICT over uncommitted changes, while processes write to it, or where
  /// something is mounted in it.
  public Removed remove(Targets.WorktreeTarget target, Removal how) throws IOException {
    boolean overlay = target.record().provision().overlay().isPresent();
    if (overlay && how.keepFiles()) {
      throw new VolaryException(
          Fault.CONFLICT,
          "%s is an overlay, whose files stay only as long as it is a worktree: copy them elsewhere, with their attributes, and remove it without --keep-files"
              .formatted(target.record().identity().path()));
    }
    Optional<ShelvedRef> safety = Optional.empty();
    LeftOut leftOut = LeftOut.NOTHING;
    requireOwnFiles(target.record(), how);
    try (Session _ = depot.begin("worktree remove");
        LiveWorktree worktree = LiveWorktree.openInterrupted(depot, target, "worktree remove")) {
      if (!how.keepFiles()) {
        Writers.refuse(worktree, "worktree remove");
        safety = keepChanges(worktree, how);
        requireNoMounts(worktree);
        leftOut =
            LeftOut.of(worktree.directory(), Circumstances.of(depot, worktree).rules().filter());
        how.leaving().accept(leftOut);
        if (!overlay) {
          announce(worktree, safety);
          TreeRemoval.empty(worktree.directory(), worktree.record().identity().path());
        }
      } else {
        reopen(worktree);
        emptyOwnTop(worktree);
      }
    }
    if (overlay) {
      new OverlayMaking(depot).remove(target, false);
    } else {
      try (DepotLock _ = depot.lock("worktrees", "worktree remove")) {
        depot.worktrees().remove(target.folder());
      }
    }
    if (!how.keepFiles()) {
      Files.deleteIfExists(Linux.path(target.record().identity().path()));
    }
    return new Removed(safety, leftOut);
  }

  /// Directories that lie elsewhere are somebody's, such as Docker's, who expects them to stay.
  private static void requireOwnFiles(WorktreeRecord record, Removal how) {
    if (!how.keepFiles() && !record.subvolumes().isEmpty()) {
      throw new VolaryException(
          Fault.CONFLICT,
          "the subvolumes of %s lie in directories that are not volary's (%s): say --keep-files, and delete those where they were made"
              .formatted(
                  record.volume(),
                  record.subvolumes().stream()
                      .map(subvolume -> subvolume.identity().path().toString())
                      .collect(Collectors.joining(", "))));
    }
  }

  /// The top of subvolumes that lie elsewhere goes with the record.
  private static void emptyOwnTop(LiveWorktree worktree) throws IOException {
    if (!worktree.record().subvolumes().isEmpty()) {
      ByteString path = worktree.record().identity().path();
      try (DirectoryHandle top = Linux.openRoot(path)) {
        TreeRemoval.empty(top, path);
      }
    }
  }

  /// Deletes a worktree with all that was changed in it, whoever uses it, and keeps nothing: for
  /// copies that were made to be thrown away.
  public void discard(Targets.WorktreeTarget target) throws IOException {
    discardFiles(target);
    Files.deleteIfExists(Linux.path(target.record().identity().path()));
  }

  /// As [#discard], but leaves the empty directory.
  public void discardFiles(Targets.WorktreeTarget target) throws IOException {
    ByteString path = target.record().identity().path();
    if (target.record().provision().overlay().isPresent()) {
      new OverlayMaking(depot).remove(target, true);
    } else {
      try (LiveWorktree worktree = LiveWorktree.openInterrupted(depot, target, "discard")) {
        requireNoMounts(worktree);
        announce(worktree, Optional.empty());
        TreeRemoval.empty(worktree.directory(), path);
      }
      try (DepotLock _ = depot.lock("worktrees", "discard")) {
        depot.worktrees().remove(target.folder());
      }
    }
  }

  /// Moves a worktree's directory to `place` (absolute, nothing stands there) on the same file
  /// system. Done again after a crash, it goes on.
  public void setAside(Targets.WorktreeTarget target, ByteString place) throws IOException {
    if (Files.exists(Linux.path(place))) {
      repair(place, Optional.empty());
      return;
    }
    try (Session _ = depot.begin("worktree remove");
        LiveWorktree worktree = LiveWorktree.openInterrupted(depot, target, "worktree remove")) {
      Files.move(Linux.path(target.record().identity().path()), Linux.path(place));
      worktree.write(worktree.record().at(WorktreeGuard.identify(worktree.directory(), place)));
    }
  }

  /// Lets go of a worktree's branch, so that it can be live elsewhere.
  public void letGoOfBranch(Targets.WorktreeTarget target) throws IOException {
    try (DepotLock _ = depot.lock("worktrees", "worktree remove")) {
      target.folder().write(target.folder().read().headless());
    }
  }

  /// Deletes a directory that was a worktree once and is none any more, with all that is in it;
  /// CONFLICT where it is one, or something is mounted in it.
  public void deleteForgotten(ByteString path) throws IOException {
    try (DepotLock _ = depot.lock("worktrees", "worktree remove");
        DirectoryHandle top = Linux.openRoot(path)) {
      depot.worktrees().requireApart(WorktreeGuard.identify(top, path));
    }
    try (DirectoryHandle top = Linux.openRoot(path)) {
      TreeRemoval.requireNoMounts(top, path);
      TreeRemoval.empty(top, path);
    }
    Files.deleteIfExists(Linux.path(path));
  }

  private static void requireNoMounts(LiveWorktree worktree) throws IOException {
    ByteString path = worktree.record().identity().path();
    Optional<ByteString> inner = MountTable.read().beneath(path);
    if (inner.isPresent()) {
      throw new VolaryException(
          Fault.CONFLICT, "something is mounted at %s: unmount it first".formatted(inner.get()));
    }
    if (worktree.record().provision().overlay().isEmpty()) {
      TreeRemoval.requireNoMounts(worktree.directory(), path);
    }
  }

  /// A directory whose change was interrupted is closed to everybody, which would outlast the
  /// record that says why.
  private static void reopen(LiveWorktree worktree) throws IOException {
    Optional<Intent> intent = Intent.read(worktree.folder().intentFile());
    if (intent.isPresent()) {
      intent.get().before().open(worktree.directory());
    }
  }

  /// Says that the directory is going to be a part of a tree only, so that nobody commits that:
  /// what is left after a crash can be filled again, or be removed.
  private static void announce(LiveWorktree worktree, Optional<ShelvedRef> safety)
      throws IOException {
    WorktreeRecord record = worktree.record();
    Optional<CommitId> whole = record.base().or(() -> safety.map(ShelvedRef::tip));
    if (whole.isPresent() && record.pending() instanceof Pending.Nothing) {
      Pending begun = new Pending.Changing(record.head(), whole.get());
      worktree.write(record.settled(record.head(), Optional.empty()).with(begun));
    }
  }

  private Optional<ShelvedRef> keepChanges(LiveWorktree worktree, Removal how) throws IOException {
    boolean settled = worktree.record().pending() instanceof Pending.Nothing;
    if (!settled) {
      if (how.force()) {
        return Optional.empty();
      }
      throw new VolaryException(
          Fault.CONFLICT,
          "a change of %s was interrupted: finish it with `volary switch --continue` or --abort, or remove it with --force"
              .formatted(worktree.record().identity().path()));
    }
    StatusCheck.Result status = new StatusCheck(depot, CaptureProgress.NONE).run(worktree);
    if (status.base().isEmpty() ? status.entries() == 0 : status.clean()) {
      return Optional.empty();
    }
    if (!how.force()) {
      throw new VolaryException(
          Fault.CONFLICT,
          "%s has uncommitted changes: commit them, or remove it with --force (a safety commit keeps them), or with --keep-files"
              .formatted(worktree.record().identity().path()));
    }
    return Optional.of(new SafetyNet(depot, who).keep(worktree, ShelvedRef.Shelf.SAFETY));
  }

  /// Says where the worktree's directory is now: `directory` (absolute) is the registered one that
  /// was moved, or one that shall take the place of the worktree `replaced`.
  ///
  /// NOT_FOUND where no worktree's directory has this identity and none is replaced.
  public WorktreeRecord repair(ByteString directory, Optional<WorktreeFolder> replaced)
      throws IOException {
    ByteString path = Linux.realPath(directory);
    Optional<WorktreeRecord> mounted = mountAgain(path, replaced);
    if (mounted.isPresent()) {
      return mounted.get();
    }
    try (Session _ = depot.begin("worktree repair");
        DepotLock _ = depot.lock("worktrees", "worktree repair");
        DirectoryHandle top = Linux.openRoot(path)) {
      WorktreeIdentity identity = WorktreeGuard.identify(top, path);
      Optional<WorktreeRecord> joined = repairSubvolume(identity, replaced);
      if (joined.isPresent()) {
        return joined.get();
      }
      List<WorktreeFolder> found = new ArrayList<>(replaced.stream().toList());
      if (found.isEmpty()) {
        for (Map.Entry<WorktreeFolder, WorktreeRecord> entry : depot.worktrees().all().entrySet()) {
          if (entry.getValue().identity().sameDirectory(identity)) {
            found.add(entry.getKey());
          }
        }
      }
      if (found.size() != 1) {
        throw new VolaryException(
            Fault.NOT_FOUND,
            "%s is the directory of no registered worktree: name the worktree it shall replace with -C VOLUME@BRANCH"
                .formatted(path));
      }
      requireApart(found.getFirst(), identity);
      WorktreeRecord repaired = found.getFirst().read().at(identity);
      found.getFirst().write(repaired);
      return repaired;
    }
  }

  /// A subvolume is found by what its directory is, or, where one is to be replaced, by its path.
  private Optional<WorktreeRecord> repairSubvolume(
      WorktreeIdentity identity, Optional<WorktreeFolder> replaced) throws IOException {
    for (Map.Entry<WorktreeFolder, WorktreeRecord> entry : depot.worktrees().all().entrySet()) {
      boolean meant = replaced.isEmpty() || replaced.get().equals(entry.getKey());
      for (Subvolume subvolume : meant ? entry.getValue().subvolumes() : List.<Subvolume>of()) {
        WorktreeIdentity old = subvolume.identity();
        if (replaced.isEmpty() ? old.sameDirectory(identity) : old.path().equals(identity.path())) {
          requireApart(entry.getKey(), identity);
          WorktreeRecord repaired =
              entry.getValue().with(new Subvolume(subvolume.name(), identity));
          entry.getKey().write(repaired);
          return Optional.of(repaired);
        }
      }
    }
    return Optional.empty();
  }

  /// An overlay is where its layers are mounted: it is mounted at `path`, if that is its place or
  /// the one it shall have.
  private Optional<WorktreeRecord> mountAgain(ByteString path, Optional<WorktreeFolder> named)
      throws IOException {
    for (Map.Entry<WorktreeFolder, WorktreeRecord> each : depot.worktrees().all().entrySet()) {
      WorktreeFolder folder = each.getKey();
      WorktreeRecord record = each.getValue();
      boolean meant =
          named.isPresent()
              ? named.get().id().equals(folder.id())
              : record.identity().path().equals(path);
      if (!meant || record.provision().overlay().isEmpty()) {
        continue;
      }
      try (Session _ = depot.begin("worktree repair");
          DepotLock _ = depot.lock("worktrees", "worktree repair")) {
        if (!record.identity().path().equals(path)) {
          requireApart(folder, record.identity().at(path));
          WorktreeGuard.overlay(depot, folder, record).orElseThrow().unmount(false);
          record = record.at(record.identity().at(path));
          folder.write(record);
        }
        WorktreeGuard.open(depot, folder, record).close();
        return Optional.of(record);
      }
    }
    return Optional.empty();
  }

  private void requireApart(WorktreeFolder own, WorktreeIdentity identity) throws IOException {
    DepotPlace.requireApart(depot, identity.path());
    for (Map.Entry<WorktreeFolder, WorktreeRecord> other : depot.worktrees().all().entrySet()) {
      if (!other.getKey().equals(own) && other.getValue().overlaps(identity)) {
        throw new VolaryException(
            Fault.CONFLICT,
            "%s overlaps the worktree of volume %s at %s: that one must be repaired or removed first"
                .formatted(
                    identity.path(),
                    other.getValue().volume(),
                    other.getValue().identity().path()));
      }
    }
  }

  /// Makes another branch what a worktree holds, without touching a file: the branch must be at the
  /// worktree's base.
  public static void relabel(Depot depot, LiveWorktree worktree, Head head) throws IOException {
    try (DepotLock _ = depot.lock("worktrees", "switch")) {
      depot.worktrees().requireFree(worktree.record(), head);
      worktree.write(worktree.record().settled(head, worktree.record().base()));
    }
  }
}
