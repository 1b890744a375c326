package dev.volary.core.operation.rollback;

import dev.volary.core.depot.Depot;
import dev.volary.core.depot.LiveWorktree;
import dev.volary.core.depot.Volume;
import dev.volary.core.diff.PathFilter;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.CommitInfo;
import dev.volary.core.history.Facts;
import dev.volary.core.history.Identity;
import dev.volary.core.history.NewCommit;
import dev.volary.core.history.RefName;
import dev.volary.core.operation.Presence;
import dev.volary.core.operation.live.BranchReset;
import dev.volary.core.operation.live.TreeChange;
import dev.volary.core.reach.Completion;
import dev.volary.core.restore.RestoreListener;
import dev.volary.core.session.Session;
import dev.volary.core.worktree.Head;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Makes an earlier commit's tree a new commit of the branch a worktree holds, and the worktree's
/// files: a fast-forward, so that it can be pushed, and nothing in between is lost.
public final class Rollback {
  private final Depot depot;
  private final Identity who;
  private final RestoreListener listener;

  /// @param who is the author
  /// @param listener is told how far it is
  public Rollback(Depot depot, Identity who, RestoreListener listener) {
    this.depot = depot;
    this.who = who;
    this.listener = listener;
  }

  /// What came of it.
  ///
  /// @param commit the new commit; the present one where its tree is that of `to` already, or where
  ///   nothing is done but planning
  public record Result(CommitId commit, TreeChange.Result change) {}

  /// Goes back to the tree of `to`. CONFLICT where the worktree holds no branch, and as
  /// [TreeChange#run] says; BUSY where the branch has moved on without the worktree.
  ///
  /// The commit is made first and the branch moved last: a crash in between leaves a change that
  /// can be completed or undone, or a worktree that is ahead of its branch, which the next commit
  /// says.
  public Result run(LiveWorktree worktree, CommitId to, TreeChange.Manner manner)
      throws IOException {
    CommitId base = requireBase(worktree);
    Volume volume = worktree.volume();
    Presence.require(volume, to);
    boolean same = volume.history().facts(to).root().equals(volume.history().facts(base).root());
    CommitId commit =
        same ? base : manner.dryRun() ? to : made(volume, base, volume.history().read(to));
    TreeChange.Request request =
        new TreeChange.Request(worktree.record().head(), commit, PathFilter.ALL, manner);
    TreeChange.Result change = new BranchReset(depot, who, listener).run(worktree, request);
    return new Result(manner.dryRun() ? base : commit, change);
  }

  private static CommitId requireBase(LiveWorktree worktree) {
    if (!(worktree.record().head() instanceof Head.OnBranch(String ref))) {
      throw new VolaryException(
          Fault.CONFLICT,
          "%s holds no branch that could go back: make one with `volary switch -c NAME`, or use `volary switch -d REV`"
              .formatted(worktree.record().identity().path()));
    }
    RefName branch = new RefName(ref);
    Optional<CommitId> tip = worktree.volume().history().refs().find(branch);
    Optional<CommitId> base = worktree.record().base();
    if (base.isEmpty() || !tip.equals(base)) {
      throw new VolaryException(
          Fault.BUSY,
          "branch %s is at %s, but this worktree is based on %s: keep its state with `volary switch -c NAME`, or go to the branch's with `volary reset --hard %s`"
              .formatted(
                  branch.shortName(),
                  tip.map(CommitId::shortHex).orElse("nothing"),
                  base.map(CommitId::shortHex).orElse("nothing"),
                  branch.shortName()));
    }
    return base.get();
  }

  private CommitId made(Volume volume, CommitId base, CommitInfo earlier) throws IOException {
    try (Session _ = depot.begin("rollback")) {
      Facts facts = earlier.facts();
      Facts now =
          new Facts(
              facts.root(),
              facts.entries(),
              facts.bytes(),
              depot.surroundings().clock().instant(),
              facts.consistency(),
              facts.policy());
      SortedMap<String, String> labels = new TreeMap<>(earlier.labels());
      labels.put("rollback", earlier.id().toHex());
      String subject = earlier.text().lines().findFirst().orElse("");
      String message =
          "Roll back to " + earlier.id().shortHex() + (subject.isEmpty() ? "" : ": " + subject);
      CommitId commit =
          volume.history().commit(new NewCommit(List.of(base), who, message, labels, now));
      volume.completeness().record(commit, Completion.COMPLETE);
      return commit;
    }
  }
}
