package dev.volary.core.operation.live;

import dev.volary.core.capture.CaptureProgress;
import dev.volary.core.depot.Depot;
import dev.volary.core.depot.LiveWorktree;
import dev.volary.core.diff.Change;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.Facts;
import dev.volary.core.history.Identity;
import dev.volary.core.history.NewCommit;
import dev.volary.core.history.RefName;
import dev.volary.core.history.ShelvedRef;
import dev.volary.core.reach.Completion;
import dev.volary.core.session.Session;
import dev.volary.core.store.ObjectTransaction;
import dev.volary.core.worktree.Head;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Sees to it that changing a worktree loses nothing: refuses over uncommitted changes, or keeps
/// them as a commit on a shelf.
final class SafetyNet {
  private static final int SHOWN = 3;

  private final Depot depot;
  private final Identity who;

  SafetyNet(Depot depot, Identity who) {
    this.depot = depot;
    this.who = who;
  }

  /// Returns where the present state is kept, if it differs from its base.
  Optional<ShelvedRef> spread(LiveWorktree worktree, TreeChange.Request request)
      throws IOException {
    StatusCheck.Result status = new StatusCheck(depot, CaptureProgress.NONE).run(worktree);
    if (status.base().isEmpty() ? status.entries() == 0 : status.clean()) {
      return Optional.empty();
    }
    return switch (request.manner().uncommitted()) {
      case REFUSE -> throw refusal(worktree, status);
      case STASH, DISCARD ->
          request.manner().dryRun()
              ? Optional.empty()
              : Optional.of(
                  keep(
                      worktree,
                      request.manner().uncommitted() == Uncommitted.STASH
                          ? ShelvedRef.Shelf.STASH
                          : ShelvedRef.Shelf.SAFETY));
    };
  }

  /// Keeps the present state as a commit on a shelf.
  ShelvedRef keep(LiveWorktree worktree, ShelvedRef.Shelf shelf) throws IOException {
    try (Session session = depot.begin("safety commit");
        ObjectTransaction transaction = depot.store().begin(session)) {
      Circumstances now = Circumstances.of(depot, worktree);
      CommitTree.Request request =
          new CommitTree.Request(
              "state before it was overwritten",
              new TreeMap<>(),
              new Moment.Live(),
              new CommitTree.Allowances(true, true, true));
      Photographer.Snapshot snapshot =
          new Photographer(depot, CaptureProgress.NONE).take(worktree, now, request, transaction);
      snapshot.capture().discardStatCache();
      transaction.publish();
      Facts facts =
          new Facts(
              snapshot.capture().root(),
              snapshot.capture().entries(),
              snapshot.capture().bytes(),
              snapshot.capture().captured(),
              snapshot.consistency());
      CommitId commit =
          worktree
              .volume()
              .history()
              .commit(
                  new NewCommit(
                      worktree.record().base().stream().toList(),
                      who,
                      request.message(),
                      request.labels(),
                      facts));
      worktree.volume().completeness().record(commit, Completion.COMPLETE);
      return worktree.volume().history().refs().shelve(shelf, origin(worktree), commit);
    }
  }

  private static RefName origin(LiveWorktree worktree) {
    return switch (worktree.record().head()) {
      case Head.OnBranch(String ref) -> new RefName(ref);
      case Head.Detached() -> RefName.branch("detached");
    };
  }

  private static VolaryException refusal(LiveWorktree worktree, StatusCheck.Result status) {
    List<String> changed = new ArrayList<>();
    long[] count = {0};
    status.changes((Change change) -> {
      if (count[0]++ < SHOWN) {
        changed.add(change.path().isEmpty() ? "the top directory" : change.path().toString());
      }
    });
    String which =
        status.base().isEmpty()
            ? status.entries() + " entries that were never committed"
            : String.join(", ", changed)
                + (count[0] > SHOWN ? " and " + (count[0] - SHOWN) + " more" : "");
    return new VolaryException(
        Fault.CONFLICT,
        "%s has uncommitted changes (%s): commit them, or add --stash or --discard (both keep a safety commit)"
            .formatted(worktree.record().shown(), which),
        changed);
  }
}
