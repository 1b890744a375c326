package dev.volary.core.operation.live;

import dev.volary.core.depot.Depot;
import dev.volary.core.depot.LiveWorktree;
import dev.volary.core.depot.Siblings;
import dev.volary.core.depot.Volume;
import dev.volary.core.diff.PathFilter;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.Identity;
import dev.volary.core.history.ShelvedRef;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.operation.Presence;
import dev.volary.core.operation.copy.Restores;
import dev.volary.core.restore.Restore;
import dev.volary.core.restore.RestoreListener;
import dev.volary.core.restore.RestoreResult;
import dev.volary.core.restore.donor.Donors;
import dev.volary.core.restore.plan.PlanTotals;
import dev.volary.core.restore.plan.PlannedStep;
import dev.volary.core.restore.plan.RestorePlan;
import dev.volary.core.restore.plan.RestoreRequest;
import dev.volary.core.scan.StatCacheWriter;
import dev.volary.core.session.DepotLock;
import dev.volary.core.session.Session;
import dev.volary.core.worktree.Head;
import dev.volary.core.worktree.Pending;
import dev.volary.core.worktree.WorktreeRecord;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Changes a worktree into the tree of another commit, or part of it: refuse or keep what is
/// uncommitted → plan → show → say what is under way → apply → remember.
public final class TreeChange {
  private final Depot depot;
  private final Identity who;
  private final RestoreListener listener;

  /// @param who stands in safety commits
  /// @param listener is told how far it is
  public TreeChange(Depot depot, Identity who, RestoreListener listener) {
    this.depot = depot;
    this.who = who;
    this.listener = listener;
  }

  /// What to change a worktree into.
  ///
  /// @param head what it will hold
  /// @param commit whose tree it will have
  /// @param paths the part that is changed; anything but all leaves head and base as they are
  /// @param manner how to go about it
  public record Request(Head head, CommitId commit, PathFilter paths, Manner manner) {}

  /// How to go about it.
  ///
  /// @param uncommitted what happens to uncommitted changes
  /// @param dryRun whether to plan only
  /// @param steps is told each thing that will be done
  public record Manner(Uncommitted uncommitted, boolean dryRun, Consumer<PlannedStep> steps) {}

  /// What came of it.
  ///
  /// @param totals what was planned, and done unless it was a dry run
  /// @param safety where the overwritten state is kept
  /// @param kept directories that stay because they hold what is no data, or mounts
  /// @param unheld how many entries the file system can't hold as they are
  public record Result(
      PlanTotals totals, Optional<ShelvedRef> safety, List<ByteString> kept, int unheld) {}

  /// Changes it; CONFLICT over uncommitted changes that nobody said what to do with, or while
  /// processes use the files; NO_SPACE before anything is written.
  public Result run(LiveWorktree worktree, Request request) throws IOException {
    try (Session _ = depot.begin("switch")) {
      Presence.require(worktree.volume(), request.commit());
      Writers.refuse(worktree, "switch");
      requireFree(worktree, request.head());
      Optional<ShelvedRef> safety = new SafetyNet(depot, who).spread(worktree, request);
      Circumstances now = Circumstances.of(depot, worktree);
      ObjectId wanted = worktree.volume().history().facts(request.commit()).root();
      Optional<ObjectId> known = known(worktree, now, safety);
      Restore restore = Restores.of(depot);
      try (RestorePlan plan =
          restore.plan(
              new RestoreRequest(
                  worktree.directory(),
                  wanted,
                  request.paths(),
                  new RestoreRequest.Known(
                      known,
                      RestoreRules.of(worktree.volume(), depot.store(), known, wanted),
                      now.unheld(),
                      Optional.of(worktree.folder().statCacheFile())),
                  // What is in no commit, safety commits among them, is never overwritten; a dry
                  // run keeps nothing and overwrites nothing.
                  request.manner().dryRun() && request.manner().uncommitted() != Uncommitted.REFUSE,
                  Optional.empty()),
              request.manner().steps())) {
        if (request.manner().dryRun()) {
          return new Result(plan.totals(), safety, List.of(), 0);
        }
        // Asked before the record says that a change is under way, which it will not be.
        Restore.requireRoom(plan.totals());
        RestoreResult done = apply(worktree, request, plan, Arrival.none(depot));
        return new Result(done.totals(), safety, done.kept(), done.unheld().size());
      }
    }
  }

  /// Returns the tree the directory is known to have: its base's, or what was just kept of it.
  private static Optional<ObjectId> known(
      LiveWorktree worktree, Circumstances now, Optional<ShelvedRef> safety) {
    return safety.isPresent()
        ? Optional.of(worktree.volume().history().facts(safety.get().tip()).root())
        : now.base().map(facts -> facts.root());
  }

  /// Fills a new worktree, whose record says so already, with data that is or comes `from` there.
  Result fill(LiveWorktree worktree, Request request, Arrival from) throws IOException {
    try (Session _ = depot.begin("worktree add")) {
      RestoreRequest filling =
          filling(depot, worktree.volume(), worktree.directory(), request.commit());
      Restore restore = Restores.of(depot, from.objects(), Donors.none());
      try (RestorePlan plan = restore.plan(filling, request.manner().steps())) {
        RestoreResult done = apply(worktree, request, plan, from);
        return new Result(done.totals(), Optional.empty(), done.kept(), done.unheld().size());
      }
    }
  }

  /// Returns the request to fill the empty directory `top` with a commit's tree.
  static RestoreRequest filling(Depot depot, Volume volume, DirectoryHandle top, CommitId commit)
      throws IOException {
    ObjectId wanted = volume.history().facts(commit).root();
    return RestoreRequest.all(
        top, wanted, RestoreRules.of(volume, depot.store(), Optional.empty(), wanted));
  }

  private RestoreResult apply(
      LiveWorktree worktree, Request request, RestorePlan plan, Arrival from) throws IOException {
    WorktreeRecord record = worktree.record();
    boolean whole = request.paths().isAll();
    Head head = whole ? request.head() : record.head();
    Optional<CommitId> base = whole ? Optional.of(request.commit()) : record.base();
    Pending begun =
        whole
            ? new Pending.Changing(head, request.commit())
            : new Pending.ChangingPart(request.commit());
    try (DepotLock _ = depot.lock("worktrees", "switch")) {
      depot.worktrees().requireFree(record, head);
      worktree.write(record.with(begun));
    }
    ObjectId wanted = worktree.volume().history().facts(request.commit()).root();
    try (Donors donors = new Siblings(depot).donors(worktree, wanted)) {
      RestoreResult done =
          Restores.of(depot, from.objects(), donors)
              .apply(plan, Optional.of(worktree.folder().intentFile()), listener, from.whole());
      remember(worktree, done);
      worktree.write(record.settled(head, base));
      return done;
    }
  }

  private void requireFree(LiveWorktree worktree, Head head) throws IOException {
    depot.worktrees().requireFree(worktree.record(), head);
  }

  /// Keeps what the directory can't hold and what is clean now with the worktree.
  static void remember(LiveWorktree worktree, RestoreResult done) throws IOException {
    done.unheld().write(worktree.folder().unheldFile());
    if (done.statCache().isPresent()) {
      StatCacheWriter.publish(done.statCache().get(), worktree.folder().statCacheFile());
    }
  }
}
