package dev.volary.core.operation.live;

import dev.volary.core.capture.CaptureProgress;
import dev.volary.core.depot.Depot;
import dev.volary.core.depot.LiveWorktree;
import dev.volary.core.diff.PathFilter;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.Identity;
import dev.volary.core.history.ShelvedRef;
import dev.volary.core.operation.copy.Restores;
import dev.volary.core.restore.Intent;
import dev.volary.core.restore.Restore;
import dev.volary.core.restore.RestoreListener;
import dev.volary.core.restore.RestoreResult;
import dev.volary.core.restore.Sweep;
import dev.volary.core.restore.plan.RestorePlan;
import dev.volary.core.restore.plan.RestoreRequest;
import dev.volary.core.scan.DirectoryFilter;
import dev.volary.core.scan.UnheldAttributes;
import dev.volary.core.session.Session;
import dev.volary.core.worktree.Pending;
import dev.volary.core.worktree.WorktreeRecord;
import java.io.IOException;
import java.util.Optional;

/// Goes on with a change of a worktree that was interrupted, or goes back to what it was.
public final class Interruption {
  private final Depot depot;
  private final Identity who;
  private final RestoreListener listener;

  /// @param who stands in safety commits
  /// @param listener is told how far it is
  public Interruption(Depot depot, Identity who, RestoreListener listener) {
    this.depot = depot;
    this.who = who;
    this.listener = listener;
  }

  /// Completes the change; CONFLICT where none was interrupted.
  ///
  /// Returns where is kept what was written to the directory after the interruption, if that can be
  /// told.
  public Optional<ShelvedRef> goOn(LiveWorktree worktree) throws IOException {
    try (Session _ = depot.begin("switch --continue")) {
      return switch (worktree.record().pending()) {
        case Pending.Changing changing -> goOn(worktree, changing);
        case Pending.ChangingPart(CommitId commit) -> {
          Optional<Intent> intent = Intent.read(worktree.folder().intentFile());
          if (intent.isPresent()) {
            DirectoryFilter filter = filter(worktree, intent, commit);
            RestoreRequest onwards = intent.get().onwards(worktree.directory(), filter);
            apply(worktree, to(onwards, root(worktree, commit)));
          }
          yield settlePart(worktree);
        }
        case Pending.Nothing() -> throw nothingInterrupted(worktree);
        case Pending.Committing(_) -> throw nothingInterrupted(worktree);
      };
    }
  }

  private Optional<ShelvedRef> goOn(LiveWorktree worktree, Pending.Changing changing)
      throws IOException {
    WorktreeRecord record = worktree.record();
    Optional<ShelvedRef> safety = Optional.empty();
    Optional<Intent> intent = Intent.read(worktree.folder().intentFile());
    DirectoryFilter filter = filter(worktree, intent, changing.commit());
    boolean whole = !record.base().equals(Optional.of(changing.commit()));
    if (intent.isPresent()) {
      whole = intent.get().paths().isAll();
      RestoreRequest onwards = intent.get().onwards(worktree.directory(), filter);
      // The intent may be that of going back, which was cut off in its turn.
      apply(worktree, whole ? to(onwards, root(worktree, changing.commit())) : onwards);
    } else if (whole) {
      safety = becomeUnhurt(worktree, record.base(), changing.commit(), filter);
    }
    worktree.write(
        record.settled(changing.head(), whole ? Optional.of(changing.commit()) : record.base()));
    return safety;
  }

  /// Where a part was changed and there is no intent, nothing was touched yet or all was done.
  private static Optional<ShelvedRef> settlePart(LiveWorktree worktree) throws IOException {
    WorktreeRecord record = worktree.record();
    worktree.write(record.settled(record.head(), record.base()));
    return Optional.empty();
  }

  /// Makes the directory what it was before the change; CONFLICT where none was interrupted, or
  /// where the directory was no commit's tree before. Returns the same as [#goOn].
  public Optional<ShelvedRef> goBack(LiveWorktree worktree) throws IOException {
    try (Session _ = depot.begin("switch --abort")) {
      return switch (worktree.record().pending()) {
        case Pending.Changing changing -> goBack(worktree, changing);
        case Pending.ChangingPart(CommitId commit) -> {
          Optional<Intent> intent = Intent.read(worktree.folder().intentFile());
          if (intent.isPresent()) {
            apply(worktree, back(worktree, intent.get(), filter(worktree, intent, commit)));
          }
          yield settlePart(worktree);
        }
        case Pending.Nothing() -> throw nothingInterrupted(worktree);
        case Pending.Committing(_) -> throw nothingInterrupted(worktree);
      };
    }
  }

  private static RestoreRequest back(LiveWorktree worktree, Intent intent, DirectoryFilter filter) {
    return intent
        .back(worktree.directory(), filter)
        .orElseThrow(() ->
            new VolaryException(
                Fault.CONFLICT,
                "%s was no commit's tree before: go on with `volary switch --continue`, or remove the worktree"
                    .formatted(worktree.record().identity().path())));
  }

  private Optional<ShelvedRef> goBack(LiveWorktree worktree, Pending.Changing changing)
      throws IOException {
    WorktreeRecord record = worktree.record();
    Optional<ShelvedRef> safety = Optional.empty();
    Optional<Intent> intent = Intent.read(worktree.folder().intentFile());
    DirectoryFilter filter = filter(worktree, intent, changing.commit());
    if (intent.isPresent()) {
      apply(worktree, back(worktree, intent.get(), filter));
    } else if (record.base().isPresent() && !record.base().equals(Optional.of(changing.commit()))) {
      // Cut off before the first change or after the last: both are undone the same way.
      safety = becomeUnhurt(worktree, Optional.of(changing.commit()), record.base().get(), filter);
    }
    worktree.write(record.settled(record.head(), record.base()));
    return safety;
  }

  private DirectoryFilter filter(LiveWorktree worktree, Optional<Intent> intent, CommitId changing)
      throws IOException {
    Optional<ObjectId> from =
        intent.isPresent()
            ? intent.get().old()
            : worktree.record().base().map(base -> root(worktree, base));
    return RestoreRules.of(worktree.volume(), depot.store(), from, root(worktree, changing));
  }

  /// Makes a directory that is no mixture `to`'s tree. It was open to everybody since the
  /// interruption, so what is neither the base's tree nor the commit's is kept.
  private Optional<ShelvedRef> becomeUnhurt(
      LiveWorktree worktree, Optional<CommitId> from, CommitId to, DirectoryFilter filter)
      throws IOException {
    Writers.refuse(worktree, "switch");
    ObjectId wanted = root(worktree, to);
    StatusCheck.Result now = new StatusCheck(depot, CaptureProgress.NONE).run(worktree);
    boolean known =
        now.root().equals(wanted) || (now.base().isEmpty() ? now.entries() == 0 : now.clean());
    Optional<ShelvedRef> safety =
        known
            ? Optional.empty()
            : Optional.of(new SafetyNet(depot, who).keep(worktree, ShelvedRef.Shelf.SAFETY));
    apply(
        worktree,
        new RestoreRequest(
            worktree.directory(),
            wanted,
            PathFilter.ALL,
            new RestoreRequest.Known(
                from.map(commit -> root(worktree, commit)),
                filter,
                UnheldAttributes.NONE,
                Optional.empty()),
            true,
            Optional.empty()));
    return safety;
  }

  private static ObjectId root(LiveWorktree worktree, CommitId commit) {
    return worktree.volume().history().facts(commit).root();
  }

  private static RestoreRequest to(RestoreRequest request, ObjectId wanted) {
    return new RestoreRequest(
        request.top(),
        wanted,
        request.paths(),
        request.known(),
        request.discard(),
        request.before());
  }

  private void apply(LiveWorktree worktree, RestoreRequest request) throws IOException {
    Restore restore = Restores.of(depot);
    try (RestorePlan plan = restore.plan(request, step -> {})) {
      RestoreResult done =
          restore.apply(plan, Optional.of(worktree.folder().intentFile()), listener);
      TreeChange.remember(worktree, done);
    }
    // A whole restore does not see those among what rules leave out.
    Sweep.run(worktree.directory());
  }

  private static VolaryException nothingInterrupted(LiveWorktree worktree) {
    return new VolaryException(
        Fault.CONFLICT,
        "no change of %s was interrupted: there is nothing to go on with or back from"
            .formatted(worktree.record().identity().path()));
  }
}
