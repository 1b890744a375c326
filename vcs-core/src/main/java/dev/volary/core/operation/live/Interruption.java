package dev.volary.core.operation.live;

import dev.volary.core.depot.Depot;
import dev.volary.core.depot.LiveWorktree;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.Facts;
import dev.volary.core.restore.Intent;
import dev.volary.core.restore.Restore;
import dev.volary.core.restore.RestoreListener;
import dev.volary.core.restore.RestoreResult;
import dev.volary.core.restore.plan.RestorePlan;
import dev.volary.core.restore.plan.RestoreRequest;
import dev.volary.core.scan.DirectoryFilter;
import dev.volary.core.session.Session;
import dev.volary.core.worktree.Pending;
import dev.volary.core.worktree.WorktreeRecord;
import java.io.IOException;
import java.util.Optional;

/// Goes on with a change of a worktree that was interrupted, or goes back to what it was.
public final class Interruption {
  private final Depot depot;
  private final RestoreListener listener;

  /// @param listener is told how far it is
  public Interruption(Depot depot, RestoreListener listener) {
    this.depot = depot;
    this.listener = listener;
  }

  /// Completes the change; CONFLICT where none was interrupted.
  public void goOn(LiveWorktree worktree) throws IOException {
    WorktreeRecord record = worktree.record();
    Pending.Changing changing = changing(record);
    try (Session _ = depot.begin("switch --continue")) {
      DirectoryFilter filter = Circumstances.of(worktree).rules().filter();
      Optional<Intent> intent = Intent.read(worktree.folder().intentFile());
      boolean whole = !record.base().equals(Optional.of(changing.commit()));
      if (intent.isPresent()) {
        whole = intent.get().paths().isAll();
        apply(worktree, intent.get().onwards(worktree.directory(), filter));
      } else if (whole) {
        Facts facts = worktree.volume().history().facts(changing.commit());
        RestoreRequest all = RestoreRequest.all(worktree.directory(), facts.root());
        apply(worktree, withFilter(all, filter));
      }
      worktree.write(
          record.settled(changing.head(), whole ? Optional.of(changing.commit()) : record.base()));
    }
  }

  /// Makes the directory what it was before the change; CONFLICT where none was interrupted, or
  /// where the directory was no commit's tree before.
  public void goBack(LiveWorktree worktree) throws IOException {
    WorktreeRecord record = worktree.record();
    Pending.Changing changing = changing(record);
    try (Session _ = depot.begin("switch --abort")) {
      DirectoryFilter filter = Circumstances.of(worktree).rules().filter();
      Optional<Intent> intent = Intent.read(worktree.folder().intentFile());
      if (intent.isPresent()) {
        RestoreRequest back =
            intent
                .get()
                .back(worktree.directory(), filter)
                .orElseThrow(() ->
                    new VolaryException(
                        Fault.CONFLICT,
                        "%s was no commit's tree before: go on with `volary switch --continue`, or remove the worktree"
                            .formatted(record.identity().path())));
        apply(worktree, back);
      } else if (record.base().isPresent()
          && !record.base().equals(Optional.of(changing.commit()))) {
        // Cut off before the first change or after the last: both are undone the same way.
        Facts facts = worktree.volume().history().facts(record.base().get());
        RestoreRequest all = RestoreRequest.all(worktree.directory(), facts.root());
        apply(worktree, withFilter(all, filter));
      }
      worktree.write(record.settled(record.head(), record.base()));
    }
  }

  private void apply(LiveWorktree worktree, RestoreRequest request) throws IOException {
    Restore restore = TreeChange.restore(depot);
    try (RestorePlan plan = restore.plan(request, step -> {})) {
      RestoreResult done =
          restore.apply(plan, Optional.of(worktree.folder().intentFile()), listener);
      TreeChange.remember(worktree, done);
    }
  }

  private static RestoreRequest withFilter(RestoreRequest request, DirectoryFilter filter) {
    RestoreRequest.Known nothing = RestoreRequest.Known.NOTHING;
    return new RestoreRequest(
        request.top(),
        request.wanted(),
        request.paths(),
        new RestoreRequest.Known(nothing.base(), filter, nothing.unheld(), nothing.statCache()),
        request.discard(),
        request.topBefore());
  }

  private static Pending.Changing changing(WorktreeRecord record) {
    if (record.pending() instanceof Pending.Changing changing) {
      return changing;
    }
    throw new VolaryException(
        Fault.CONFLICT,
        "no change of %s was interrupted: there is nothing to go on with or back from"
            .formatted(record.identity().path()));
  }
}
