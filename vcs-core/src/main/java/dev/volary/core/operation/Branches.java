package dev.volary.core.operation;

import dev.volary.core.depot.Depot;
import dev.volary.core.depot.Volume;
import dev.volary.core.depot.WorktreeLocks;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.CommitInfo;
import dev.volary.core.history.Identity;
import dev.volary.core.history.NewCommit;
import dev.volary.core.history.RefName;
import dev.volary.core.history.RefUpdate;
import dev.volary.core.history.ShelvedRef;
import dev.volary.core.reach.Completion;
import dev.volary.core.session.DepotLock;
import dev.volary.core.session.Session;
import dev.volary.core.worktree.Head;
import dev.volary.core.worktree.Pending;
import dev.volary.core.worktree.WorktreeFolder;
import dev.volary.core.worktree.WorktreeRecord;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes, renames and deletes branches, minding the worktrees they are live in.
public final class Branches {
  private final Depot depot;
  private final Identity who;

  /// @param who stands in the reflog
  public Branches(Depot depot, Identity who) {
    this.depot = depot;
    this.who = who;
  }

  /// Makes a branch at a commit; CONFLICT where the name is taken.
  public void create(Volume volume, RefName branch, CommitId start) throws IOException {
    try (Session _ = depot.begin("branch")) {
      Presence.require(volume, start);
      requireAbsent(volume, branch);
      volume
          .history()
          .refs()
          .update(
              new RefUpdate(
                  branch,
                  Optional.empty(),
                  start,
                  who,
                  "branch: created from " + start.shortHex()));
    }
  }

  /// What is done with a new branch.
  @FunctionalInterface
  public interface Use {
    /// Does it.
    void run() throws IOException;
  }

  /// Makes a branch for `use`; where that is refused, the branch was never there.
  public void createFor(Volume volume, RefName branch, CommitId start, Use use) throws IOException {
    create(volume, branch, start);
    try {
      use.run();
    } catch (IOException | RuntimeException e) {
      if (liveIn(volume, branch).isEmpty()) {
        ShelvedRef gone =
            volume.history().refs().delete(branch, start, ShelvedRef.Shelf.TRASH, who);
        volume.history().refs().drop(gone);
      }
      throw e;
    }
  }

  /// Makes a branch whose only commit has the tree of `start` and no past, to be shared without it.
  public CommitId createOrphan(Volume volume, RefName branch, CommitId start) throws IOException {
    try (Session _ = depot.begin("branch")) {
      Presence.require(volume, start);
      requireAbsent(volume, branch);
      CommitInfo source = volume.history().read(start);
      CommitId orphan =
          volume
              .history()
              .commit(
                  new NewCommit(List.of(), who, source.text(), source.labels(), source.facts()));
      volume.completeness().record(orphan, Completion.COMPLETE);
      volume
          .history()
          .refs()
          .update(
              new RefUpdate(
                  branch, Optional.empty(), orphan, who, "branch: orphan of " + start.shortHex()));
      return orphan;
    }
  }

  /// Renames a branch, also in the worktree it is live in, where what is under way stays so. Run
  /// again after a crash, it completes what that left.
  public void rename(Volume volume, RefName from, RefName to) throws IOException {
    try (Session _ = depot.begin("branch");
        WorktreeLocks locks = WorktreeLocks.take(depot, volume.name(), "branch")) {
      List<Map.Entry<WorktreeFolder, WorktreeRecord>> live =
          locks.records().entrySet().stream()
              .filter(entry -> holds(entry.getValue(), new Head.OnBranch(from.value())))
              .toList();
      boolean done =
          !live.isEmpty()
              && volume.history().refs().find(from).isEmpty()
              && volume.history().refs().find(to).isPresent();
      if (!done) {
        volume.history().refs().rename(from, to, who);
      }
      for (Map.Entry<WorktreeFolder, WorktreeRecord> worktree : live) {
        worktree.getKey().write(worktree.getValue().renamed(from.value(), to.value()));
      }
    }
  }

  /// Puts a branch in the trash.
  ///
  /// @param force also where no other branch or tag contains its tip
  public Trash.Deleted delete(Volume volume, RefName branch, boolean force) throws IOException {
    try (Session _ = depot.begin("branch");
        DepotLock _ = depot.lock("worktrees", "branch")) {
      CommitId tip = tip(volume, branch);
      for (Map.Entry<WorktreeFolder, WorktreeRecord> worktree : liveIn(volume, branch)) {
        throw new VolaryException(
            Fault.CONFLICT,
            "branch %s is live in %s: switch that worktree to another branch first"
                .formatted(branch.shortName(), worktree.getValue().identity().path()));
      }
      boolean elsewhere = Trash.isHeldElsewhere(volume, branch, tip);
      if (!force && !elsewhere) {
        throw new VolaryException(
            Fault.CONFLICT,
            "no other branch or tag contains %s, the tip of %s: delete it with -D if you mean it"
                .formatted(tip.shortHex(), branch.shortName()));
      }
      return new Trash.Deleted(
          volume.history().refs().delete(branch, tip, ShelvedRef.Shelf.TRASH, who), elsewhere);
    }
  }

  private static CommitId tip(Volume volume, RefName branch) {
    return volume
        .history()
        .refs()
        .find(branch)
        .orElseThrow(() ->
            new VolaryException(
                Fault.NOT_FOUND,
                "volume %s has no branch %s".formatted(volume.name(), branch.shortName())));
  }

  private static void requireAbsent(Volume volume, RefName branch) {
    if (volume.history().refs().find(branch).isPresent()) {
      throw new VolaryException(
          Fault.CONFLICT,
          "volume %s has a branch %s already: choose another name"
              .formatted(volume.name(), branch.shortName()));
    }
  }

  private List<Map.Entry<WorktreeFolder, WorktreeRecord>> liveIn(Volume volume, RefName branch)
      throws IOException {
    return depot.worktrees().all().entrySet().stream()
        .filter(entry -> entry.getValue().volume().equals(volume.name().text()))
        .filter(entry -> holds(entry.getValue(), new Head.OnBranch(branch.value())))
        .toList();
  }

  private static boolean holds(WorktreeRecord record, Head head) {
    return record.head().equals(head)
        || (record.pending() instanceof Pending.Changing(Head to, CommitId _) && to.equals(head));
  }
}
