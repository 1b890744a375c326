package dev.volary.core.operation.live;

import dev.volary.core.depot.Depot;
import dev.volary.core.depot.LiveWorktree;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.Identity;
import dev.volary.core.history.RefName;
import dev.volary.core.history.RefUpdate;
import dev.volary.core.history.Refs;
import dev.volary.core.restore.RestoreListener;
import dev.volary.core.worktree.Head;
import java.io.IOException;
import java.util.Optional;

/// Makes a worktree and the branch it holds what another commit is; the branch's old tip is kept.
public final class BranchReset {
  private final Depot depot;
  private final Identity who;
  private final RestoreListener listener;

  /// @param who stands in the reflog
  public BranchReset(Depot depot, Identity who, RestoreListener listener) {
    this.depot = depot;
    this.who = who;
    this.listener = listener;
  }

  /// Changes the files first, then the branch: a crash in between leaves a worktree that is based
  /// beside its branch, which the next commit says, and nothing lost.
  public TreeChange.Result run(LiveWorktree worktree, TreeChange.Request request)
      throws IOException {
    TreeChange.Result result = new TreeChange(depot, who, listener).run(worktree, request);
    if (!request.manner().dryRun()
        && worktree.record().head() instanceof Head.OnBranch(String ref)) {
      RefName branch = new RefName(ref);
      Refs refs = worktree.volume().history().refs();
      Optional<CommitId> tip = refs.find(branch);
      if (!tip.equals(Optional.of(request.commit()))) {
        refs.update(
            new RefUpdate(
                branch,
                tip,
                request.commit(),
                who,
                "reset: moving to " + request.commit().shortHex()));
      }
    }
    return result;
  }
}
