package dev.volary.remote.client;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.GitObjectId;
import dev.volary.core.history.HistoryTransfer.RawRef;
import dev.volary.core.history.HistoryTransfer.RefChange;
import dev.volary.core.history.Identity;
import dev.volary.core.history.RefName;
import dev.volary.core.history.VolumeHistory;
import dev.volary.remote.client.RefOutcome.Moved;
import dev.volary.remote.client.RefOutcome.Rejected;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Moves local refs to what was fetched, each by itself, and tells how in Git's words.
final class RefMoves {
  private final VolumeHistory history;
  private final Identity who;
  private final Set<RefName> live;

  /// @param live branches that worktrees hold, which no fetch moves under them
  RefMoves(VolumeHistory history, Identity who, Set<RefName> live) {
    this.history = history;
    this.who = who;
    this.live = live;
  }

  /// Moves a ref, unless `dryRun`.
  RefOutcome move(WantedRef wanted, String reason, boolean dryRun) {
    Map<RefName, RawRef> refs = history.transfer().refs(wanted.here().value());
    Optional<RawRef> before = Optional.ofNullable(refs.get(wanted.here()));
    RefOutcome.Kind kind = kind(wanted, before);
    RefOutcome outcome = outcome(wanted, before, kind);
    boolean moves = kind instanceof Moved && kind != Moved.UP_TO_DATE;
    if (!moves || dryRun) {
      return outcome;
    }
    try {
      history
          .transfer()
          .update(
              new RefChange(
                  wanted.here(),
                  before.map(RawRef::object),
                  Optional.of(wanted.there().object()),
                  kind == Moved.FORCED,
                  who,
                  reason));
      return outcome;
    } catch (VolaryException e) {
      return outcome(wanted, before, new Rejected(false, e.fault(), e.getMessage()));
    }
  }

  /// Removes a ref.
  RefOutcome remove(RefName ref, GitObjectId stood, String reason) {
    history
        .transfer()
        .update(new RefChange(ref, Optional.of(stood), Optional.empty(), true, who, reason));
    return new RefOutcome(
        Optional.empty(), ref, Moved.DELETED, Optional.of(stood), Optional.empty());
  }

  private static RefOutcome outcome(
      WantedRef wanted, Optional<RawRef> before, RefOutcome.Kind kind) {
    return new RefOutcome(
        Optional.of(wanted.there().ref()),
        wanted.here(),
        kind,
        before.map(RawRef::object),
        Optional.of(wanted.there().object()));
  }

  private RefOutcome.Kind kind(WantedRef wanted, Optional<RawRef> before) {
    if (before.isEmpty()) {
      return Moved.CREATED;
    }
    if (before.get().object().equals(wanted.there().object())) {
      return Moved.UP_TO_DATE;
    }
    if (live.contains(wanted.here())) {
      return new Rejected(
          false, Fault.CONFLICT, "live in a worktree: `volary pull` moves both together");
    }
    if (wanted.here().isTag()) {
      return wanted.force()
          ? Moved.FORCED
          : new Rejected(false, Fault.CONFLICT, "would clobber existing tag");
    }
    boolean forward =
        before
            .get()
            .commit()
            .map(old ->
                history.contains(old)
                    && history.contains(wanted.there().commit())
                    && history.isAncestor(old, wanted.there().commit()))
            .orElse(false);
    if (forward) {
      return Moved.FORWARD;
    }
    return wanted.force() ? Moved.FORCED : new Rejected(false, Fault.CONFLICT, "non-fast-forward");
  }
}
