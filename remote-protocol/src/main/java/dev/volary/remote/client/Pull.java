package dev.volary.remote.client;

import dev.volary.core.depot.Depot;
import dev.volary.core.depot.LiveWorktree;
import dev.volary.core.depot.Targets.WorktreeTarget;
import dev.volary.core.diff.PathFilter;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.Identity;
import dev.volary.core.history.RefName;
import dev.volary.core.history.RefUpdate;
import dev.volary.core.history.VolumeHistory;
import dev.volary.core.operation.live.TreeChange;
import dev.volary.core.operation.live.Uncommitted;
import dev.volary.core.restore.RestoreListener;
import dev.volary.core.worktree.Head;
import dev.volary.remote.transfer.TransferProgress;
import dev.volary.remote.wire.Transport;
import java.io.IOException;
import java.util.Optional;

/// Fetches, and takes a worktree and the branch it holds forward to what came.
public final class Pull {
  private final Depot depot;
  private final Identity who;
  private final TransferProgress progress;
  private final RestoreListener listener;

  /// @param who stands in reflogs
  /// @param listener is told how far the worktree is changed
  public Pull(Depot depot, Identity who, TransferProgress progress, RestoreListener listener) {
    this.depot = depot;
    this.who = who;
    this.progress = progress;
    this.listener = listener;
  }

  /// What came of it.
  ///
  /// @param before where the branch stood, if it had commits
  /// @param after where it stands
  /// @param change what was done to the directory, if anything
  public record Result(
      TransferResult transfer,
      Optional<CommitId> before,
      CommitId after,
      Optional<TreeChange.Result> change) {}

  /// What to pull.
  ///
  /// @param fetch what is fetched, and from which remote
  /// @param branch the branch there that is followed; nothing for the one of the same name
  /// @param uncommitted what becomes of uncommitted changes
  public record Request(FetchRequest fetch, Optional<RefName> branch, Uncommitted uncommitted) {}

  /// Pulls; CONFLICT, with the worktree and its branch as they were, where both sides have commits
  /// the other lacks, or over uncommitted changes that nobody said what to do with.
  public Result run(WorktreeTarget target, Transport transport, Request request)
      throws IOException {
    TransferResult transfer =
        new Fetch(depot, who, progress).run(target.volume(), transport, request.fetch());
    try (LiveWorktree worktree = LiveWorktree.open(depot, target, "pull")) {
      RefName branch = branch(worktree);
      VolumeHistory history = worktree.volume().history();
      RefName followed =
          RefName.remote(request.fetch().remote(), request.branch().orElse(branch).shortName());
      CommitId upstream = upstream(history, followed);
      Optional<CommitId> tip = history.refs().find(branch);
      if (tip.isPresent() && history.isAncestor(upstream, tip.get())) {
        return new Result(transfer, tip, tip.get(), Optional.empty());
      }
      if (tip.isPresent() && !history.isAncestor(tip.get(), upstream)) {
        throw diverged(branch, followed);
      }
      TreeChange.Manner manner = new TreeChange.Manner(request.uncommitted(), false, step -> {});
      TreeChange.Result change =
          new TreeChange(depot, who, listener)
              .run(
                  worktree,
                  new TreeChange.Request(
                      worktree.record().head(), upstream, PathFilter.ALL, manner));
      history.refs().update(new RefUpdate(branch, tip, upstream, who, "pull: fast-forward"));
      return new Result(transfer, tip, upstream, Optional.of(change));
    }
  }

  private static RefName branch(LiveWorktree worktree) {
    return switch (worktree.record().head()) {
      case Head.OnBranch(String ref) -> new RefName(ref);
      case Head.Detached() ->
          throw new VolaryException(
              Fault.CONFLICT,
              "the worktree holds no branch that could move: `volary switch BRANCH` first");
    };
  }

  private static CommitId upstream(VolumeHistory history, RefName followed) {
    return history
        .refs()
        .find(followed)
        .orElseThrow(() ->
            new VolaryException(
                Fault.NOT_FOUND,
                "there is no %s that could be pulled: push yours with `volary push`"
                    .formatted(followed.shortName())));
  }

  private static VolaryException diverged(RefName branch, RefName followed) {
    String name = branch.shortName();
    String theirs = followed.shortName();
    return new VolaryException(
        Fault.CONFLICT,
        "%s and %s have gone apart, and data can't be merged: `volary branch theirs %s` keeps theirs"
                .formatted(name, theirs, theirs)
            + " beside yours, `volary reset --hard %s` takes theirs for yours".formatted(theirs));
  }
}
