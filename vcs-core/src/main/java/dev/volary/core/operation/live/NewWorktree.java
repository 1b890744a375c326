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
import dev.volary.core.hash.ObjectId;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.Identity;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.Linux;
import dev.volary.core.operation.Presence;
import dev.volary.core.operation.copy.CopyChoice;
import dev.volary.core.operation.copy.CopyPlan;
import dev.volary.core.operation.copy.CopyPlanner;
import dev.volary.core.operation.copy.OverlayMaking;
import dev.volary.core.operation.copy.Restores;
import dev.volary.core.operation.copy.SharedCheckouts;
import dev.volary.core.restore.Restore;
import dev.volary.core.restore.RestoreListener;
import dev.volary.core.restore.plan.PlanTotals;
import dev.volary.core.restore.plan.RestorePlan;
import dev.volary.core.session.DepotLock;
import dev.volary.core.session.Session;
import dev.volary.core.worktree.Head;
import dev.volary.core.worktree.Pending;
import dev.volary.core.worktree.Provision;
import dev.volary.core.worktree.WorktreeFolder;
import dev.volary.core.worktree.WorktreeId;
import dev.volary.core.worktree.WorktreeRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Makes another live copy of a volume: a worktree in a new or empty directory.
public final class NewWorktree {
  private static final String UNHELD = "the depot's file system can't hold some of its attributes";

  private static final TreeChange.Result NOTHING_WRITTEN =
      new TreeChange.Result(new PlanTotals(0, 0, 0, 0, 0, 0, 0), Optional.empty(), List.of(), 0);

  private final Depot depot;
  private final Identity who;
  private final RestoreListener listener;

  /// @param listener is told how far it is
  public NewWorktree(Depot depot, Identity who, RestoreListener listener) {
    this.depot = depot;
    this.who = who;
    this.listener = listener;
  }

  /// What to make.
  ///
  /// @param directory absolute; it must not exist or be empty
  /// @param head what it holds
  /// @param commit whose tree it has
  /// @param manner how it is made and how long it stays
  public record Request(
      Volume volume, ByteString directory, Head head, CommitId commit, Manner manner) {}

  /// How a worktree is made and how long it stays.
  ///
  /// @param id what it will be called in the depot, if that is given
  /// @param saying is told how it will be made, before it costs anything
  public record Manner(
      CopyChoice choice, Provision.Stay stay, Optional<WorktreeId> id, Consumer<CopyPlan> saying) {
    /// As is best here, for good, without a word.
    public static final Manner AUTO =
        new Manner(CopyChoice.AUTO, new Provision.Stay.ForGood(), Optional.empty(), plan -> {});

    /// Of files of its own, for good: what is to be there after a restart of the machine, before
    /// anybody mounts it again.
    public static final Manner OWN_FILES =
        new Manner(CopyChoice.FULL, new Provision.Stay.ForGood(), Optional.empty(), plan -> {});
  }

  /// What came of it.
  ///
  /// @param path the directory's real path
  /// @param target the worktree
  /// @param plan how it was made
  public record Result(
      ByteString path, Targets.WorktreeTarget target, TreeChange.Result change, CopyPlan plan) {}

  /// Makes a worktree of `commit` in `directory` as is best here, for good.
  public Result run(Volume volume, ByteString directory, Head head, CommitId commit)
      throws IOException {
    return run(new Request(volume, directory, head, commit, Manner.AUTO));
  }

  /// Makes a worktree; CONFLICT where the directory is not empty, where the branch is live
  /// elsewhere, or where it can't be made as was chosen.
  public Result run(Request request) throws IOException {
    Presence.require(request.volume(), request.commit());
    return run(request, Arrival.none(depot));
  }

  /// As above, of files of its own, while the data arrives. Where that fails, the worktree stays
  /// with the record that it is being made.
  public Result runAhead(Request request, Arrival arrival) throws IOException {
    if (request.manner().choice() != CopyChoice.FULL) {
      throw new IllegalArgumentException("only a full copy can be made of data that is on its way");
    }
    return run(request, arrival);
  }

  private Result run(Request request, Arrival arrival) throws IOException {
    depot.worktrees().requireFree(request.volume().name().text(), request.head());
    Path path = Linux.path(request.directory());
    boolean made = !Files.isDirectory(path);
    Files.createDirectories(path);
    try (Session _ = depot.begin("worktree add")) {
      ByteString real = Linux.realPath(request.directory());
      requireEmpty(real);
      CopyPlan plan =
          new CopyPlanner(depot).plan(subject(request, path), request.manner().choice());
      request.manner().saying().accept(plan);
      return switch (plan.way()) {
        case OVERLAY -> overlay(request, real, plan);
        case REFLINK -> filled(request, real, sharing(request, plan), arrival);
        case FULL -> filled(request, real, plan, arrival);
      };
    } catch (IOException | RuntimeException e) {
      if (made && isUnused(path)) {
        Files.deleteIfExists(path);
      }
      throw e;
    }
  }

  private WorktreeId id(Request request) {
    return request.manner().id().orElseGet(() -> WorktreeId.random(depot.surroundings().random()));
  }

  private boolean isUnused(Path path) throws IOException {
    ByteString real = Linux.realPath(Linux.bytes(path));
    return depot.worktrees().all().values().stream()
        .noneMatch(record -> record.identity().path().equals(real));
  }

  private CopyPlanner.Subject subject(Request request, Path path) throws IOException {
    ObjectId root = request.volume().history().facts(request.commit()).root();
    return new CopyPlanner.Subject(
        request.volume(),
        request.commit(),
        path,
        RestoreRules.of(request.volume(), depot.store(), Optional.empty(), root));
  }

  private void requireEmpty(ByteString path) throws IOException {
    DepotPlace.requireApart(depot, path);
    try (DirectoryHandle top = Linux.openRoot(path)) {
      if (!top.names().isEmpty()) {
        throw new VolaryException(
            Fault.CONFLICT, path + " is not empty: name a new or empty directory for the worktree");
      }
    }
  }

  private Result overlay(Request request, ByteString path, CopyPlan plan) throws IOException {
    OverlayMaking making = new OverlayMaking(depot);
    Optional<WorktreeFolder> folder =
        making.register(
            new OverlayMaking.Order(
                request.volume(),
                path,
                request.head(),
                request.commit(),
                request.manner().stay(),
                id(request)),
            listener);
    if (folder.isEmpty()) {
      if (request.manner().choice() == CopyChoice.AUTO) {
        CopyPlan full = new CopyPlan(CopyPlan.Way.FULL, false, plan.bytes(), UNHELD);
        return filled(request, path, full, Arrival.none(depot));
      }
      throw new VolaryException(
          Fault.CONFLICT, "the worktree can't be an overlay, because " + UNHELD);
    }
    var target = new Targets.WorktreeTarget(folder.get(), folder.get().read(), request.volume());
    LiveWorktree.open(depot, target, "worktree add").close();
    return new Result(path, target, NOTHING_WRITTEN, plan);
  }

  /// Has a donor made where there is none yet, and has it vouched for.
  private CopyPlan sharing(Request request, CopyPlan plan) throws IOException {
    ObjectId root = request.volume().history().facts(request.commit()).root();
    new SharedCheckouts(depot).lend(root, plan.first(), listener);
    return plan;
  }

  private Result filled(Request request, ByteString real, CopyPlan plan, Arrival arrival)
      throws IOException {
    Targets.WorktreeTarget target = register(request, real);
    // The record says that the change is under way, so that a crash leaves no half copy in use.
    try (LiveWorktree worktree = LiveWorktree.openInterrupted(depot, target, "worktree add")) {
      TreeChange.Request change =
          new TreeChange.Request(
              request.head(),
              request.commit(),
              PathFilter.ALL,
              new TreeChange.Manner(Uncommitted.REFUSE, false, step -> {}));
      TreeChange.Result done = new TreeChange(depot, who, listener).fill(worktree, change, arrival);
      return new Result(real, target, done, plan);
    }
  }

  /// Asked before anything is registered, so that a refusal leaves nothing.
  private void requireRoom(DirectoryHandle top, Volume volume, CommitId commit) throws IOException {
    try (RestorePlan plan =
        Restores.of(depot).plan(TreeChange.filling(depot, volume, top, commit), step -> {})) {
      Restore.requireRoom(plan.totals());
    }
  }

  private Targets.WorktreeTarget register(Request request, ByteString path) throws IOException {
    try (DepotLock _ = depot.lock("worktrees", "worktree add");
        DirectoryHandle top = Linux.openRoot(path)) {
      requireEmpty(path);
      requireRoom(top, request.volume(), request.commit());
      WorktreeRecord record =
          new WorktreeRecord(
              request.volume().name().text(),
              WorktreeGuard.identify(top, path),
              request.head(),
              Optional.empty(),
              new Pending.Changing(request.head(), request.commit()),
              List.of(),
              new Provision(Optional.empty(), request.manner().stay()));
      WorktreeFolder folder = depot.worktrees().add(record, id(request));
      return new Targets.WorktreeTarget(folder, record, request.volume());
    }
  }
}
