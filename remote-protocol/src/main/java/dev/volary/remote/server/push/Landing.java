package dev.volary.remote.server.push;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.GitObjectId;
import dev.volary.core.history.HistoryTransfer.RefChange;
import dev.volary.core.history.RefName;
import dev.volary.core.reach.Completion;
import dev.volary.core.session.DepotLock;
import dev.volary.core.session.Session;
import dev.volary.core.store.ObjectStore;
import dev.volary.remote.message.CommandVerdict.Objection;
import dev.volary.remote.server.VolumeView;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Makes a push count: judge → prove → history → objects → completeness → refs.
///
/// All in one session of the store, so that nothing that was found there can go meanwhile. Whatever
/// is refused is refused before anything is written.
final class Landing {
  private static final long MAX_PACK = 256L << 20;

  private static final Objection NOT_ALONE =
      new Objection(Fault.CONFLICT, "atomic push failed: nothing moves, as not all may");

  private final VolumeView view;
  private final Incoming incoming;
  private final Sent sent;
  private final PushHooks hooks;

  /// What was sent in `incoming` and, of objects, in `sent`.
  Landing(VolumeView view, Incoming incoming, Sent sent, PushHooks hooks) {
    this.hooks = hooks;
    this.view = view;
    this.incoming = incoming;
    this.sent = sent;
  }

  /// Lands what may land; returns an objection or nothing for every move. If `atomic`, all or
  /// nothing.
  public Map<RefName, Optional<Objection>> land(List<RefMove> moves, boolean atomic)
      throws IOException {
    try (Session session = view.depot().begin("push")) {
      view.depot().store().refresh();
      Map<RefName, Optional<Objection>> verdicts =
          new LinkedHashMap<>(new PushJudge(view).judge(moves, incoming));
      Map<CommitId, Completion> states = new HashMap<>();
      prove(moves, verdicts, states);
      List<RefMove> able = granted(moves, verdicts);
      if (!able.isEmpty() && (!atomic || able.size() == moves.size())) {
        hooks
            .landing(view, able, incoming)
            .forEach((ref, objection) -> verdicts.put(ref, Optional.of(objection)));
      }
      if (atomic && granted(moves, verdicts).size() < moves.size()) {
        verdicts.replaceAll((_, objection) -> Optional.of(objection.orElse(NOT_ALONE)));
      }
      keep(session, moves, new Decided(verdicts, states, atomic));
      return verdicts;
    }
  }

  /// What was decided.
  private record Decided(
      Map<RefName, Optional<Objection>> verdicts,
      Map<CommitId, Completion> states,
      boolean atomic) {}

  private static List<RefMove> granted(
      List<RefMove> moves, Map<RefName, Optional<Objection>> verdicts) {
    return moves.stream()
        .filter(move -> verdicts.getOrDefault(move.ref(), Optional.empty()).isEmpty())
        .toList();
  }

  /// Keeps what was granted and moves the refs.
  private void keep(Session session, List<RefMove> moves, Decided decided) throws IOException {
    List<RefMove> granted = granted(moves, decided.verdicts());
    if (granted.isEmpty()) {
      return;
    }
    Optional<Objection> objection = admit();
    if (objection.isEmpty()) {
      objection = receiveHistory();
      if (objection.isPresent()) {
        sent.release(view, incoming.packBytes());
      }
    }
    if (objection.isPresent()) {
      for (RefMove move : granted) {
        decided.verdicts().put(move.ref(), objection);
      }
      return;
    }
    sent.adopt(view.depot().store(), session);
    Map<CommitId, Completion> states = new HashMap<>(decided.states());
    states.keySet().removeIf(commit -> !view.volume().history().contains(commit));
    view.volume().completeness().record(states);
    List<RefMove> moving = granted.stream().filter(move -> !move.stays()).toList();
    move(moving, decided.atomic(), decided.verdicts());
    List<RefMove> made = granted(moving, decided.verdicts());
    if (!made.isEmpty()) {
      hooks.landed(view, made);
    } else if (moving.size() == granted.size()) {
      // Others were faster: nothing refers to what came.
      sent.release(view, incoming.packBytes());
    }
  }

  /// Proves every new commit complete, or notes why a tip can't land.
  private void prove(
      List<RefMove> moves,
      Map<RefName, Optional<Objection>> verdicts,
      Map<CommitId, Completion> states)
      throws IOException {
    Set<CommitId> readable = view.completeCommits();
    Map<CommitId, Completion> recorded = view.volume().completeness().all();
    CompletenessCheck check = sent.check(view, readable);
    for (RefMove move : moves) {
      boolean asked =
          VolumeView.holdsData(move.ref())
              && move.after().isPresent()
              && verdicts.getOrDefault(move.ref(), Optional.empty()).isEmpty();
      if (asked) {
        Optional<Objection> objection;
        try {
          objection =
              proveTip(tip(move.after().get()), new Known(readable, recorded, check), states);
        } catch (VolaryException e) {
          objection = Optional.of(unacceptable(e));
        }
        verdicts.put(move.ref(), objection);
      }
    }
  }

  /// What is known before the first proof.
  private record Known(
      Set<CommitId> readable, Map<CommitId, Completion> recorded, CompletenessCheck check) {}

  private CommitId tip(GitObjectId object) {
    return incoming.history().resolve(object.toHex() + "^{commit}");
  }

  private Optional<Objection> proveTip(
      CommitId tip, Known known, Map<CommitId, Completion> states) {
    for (CommitId commit : incoming.history().transfer().between(List.of(tip), view.dataTips())) {
      if (states.containsKey(commit)) {
        continue;
      }
      boolean complete =
          known.readable().contains(commit)
              || known.check().isComplete(incoming.history().facts(commit).root());
      if (complete) {
        states.put(commit, Completion.COMPLETE);
      } else if (known.recorded().get(commit) == Completion.COMPLETE) {
        // It is here, but not for the sender: on top of it, a new tip would open it to them.
        return Optional.of(missing(commit));
      } else {
        states.put(commit, known.recorded().getOrDefault(commit, Completion.NOT_FETCHED));
      }
    }
    boolean whole =
        states.get(tip) == Completion.COMPLETE
            || known.readable().contains(tip)
            || known.check().isComplete(incoming.history().facts(tip).root());
    if (whole) {
      states.put(tip, Completion.COMPLETE);
    }
    return whole ? Optional.empty() : Optional.of(missing(tip));
  }

  private static Objection missing(CommitId commit) {
    return new Objection(
        Fault.CONFLICT,
        "the data of %s is not here: push with `volary push`, which sends it"
            .formatted(commit.shortHex()));
  }

  private static Objection unacceptable(VolaryException failure) {
    String text =
        failure.fault() == Fault.CORRUPT
            ? "a commit is not one that volary makes, whose tree holds its facts alone: put files"
                + " in with `volary commit`"
            : failure.getMessage();
    return new Objection(failure.fault(), text);
  }

  /// Counts what was sent against quotas, or tells why that is too much.
  private Optional<Objection> admit() throws IOException {
    try {
      sent.admit(view, incoming.packBytes());
      return Optional.empty();
    } catch (VolaryException e) {
      if (e.fault() == Fault.NO_SPACE) {
        return Optional.of(unacceptable(e));
      }
      throw e;
    }
  }

  /// Takes in the history that was sent, or tells why it is refused; then nothing is kept of it.
  private Optional<Objection> receiveHistory() throws IOException {
    Optional<InputStream> pack = incoming.pack();
    if (pack.isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = pack.get()) {
      view.transfer().receive(in, MAX_PACK);
      return Optional.empty();
    } catch (VolaryException e) {
      if (e.fault() == Fault.CORRUPT || e.fault() == Fault.LIMIT) {
        return Optional.of(unacceptable(e));
      }
      throw e;
    }
  }

  private void move(
      List<RefMove> granted, boolean atomic, Map<RefName, Optional<Objection>> verdicts)
      throws IOException {
    List<RefChange> changes = new ArrayList<>();
    for (RefMove move : granted) {
      changes.add(
          new RefChange(
              move.ref(), move.before(), move.after(), true, view.who().identity(), "push"));
    }
    // Nobody makes a worktree of a branch between the look at worktrees and the branch's move.
    try (DepotLock _ = view.depot().lock("worktrees", "push")) {
      PushJudge judge = new PushJudge(view);
      List<List<RefChange>> groups =
          atomic ? List.of(changes) : changes.stream().map(List::of).toList();
      for (List<RefChange> group : groups) {
        Optional<Objection> objection = judge.standing(group);
        objection = objection.isPresent() ? objection : update(group);
        for (RefChange change : group) {
          verdicts.put(change.ref(), objection);
        }
      }
    }
  }

  private Optional<Objection> update(List<RefChange> group) {
    try {
      view.transfer().update(group);
      return Optional.empty();
    } catch (VolaryException e) {
      boolean moved = e.fault() == Fault.BUSY || e.fault() == Fault.NOT_FOUND;
      return Optional.of(
          moved
              ? new Objection(Fault.BUSY, PushJudge.MOVED + ": " + e.getMessage())
              : new Objection(e.fault(), e.getMessage()));
    }
  }

  /// The objects that came with a push.
  interface Sent {
    /// A check that knows what was sent and what the complete commits `readable` reach.
    CompletenessCheck check(VolumeView view, Set<CommitId> readable) throws IOException;

    /// Counts what was sent against quotas; NO_SPACE where that is too much.
    void admit(VolumeView view, long historyBytes) throws IOException;

    /// Takes back what [#admit] counted, because nothing of it landed.
    void release(VolumeView view, long historyBytes) throws IOException;

    /// Makes what was sent part of the store.
    void adopt(ObjectStore store, Session session) throws IOException;

    /// No objects came: all data must be here already.
    static Sent nothing(PushRoom room) {
      return new Sent() {
        @Override
        public CompletenessCheck check(VolumeView view, Set<CommitId> readable) throws IOException {
          var store = view.depot().store();
          var set = VisibleObjects.of(view, readable);
          return new CompletenessCheck(set::contains, Sent::none, store, store::numberOf);
        }

        @Override
        public void admit(VolumeView view, long historyBytes) throws IOException {
          room.admit(view, Optional.empty(), historyBytes);
        }

        @Override
        public void release(VolumeView view, long historyBytes) throws IOException {
          room.release(view, Optional.empty(), historyBytes);
        }

        @Override
        public void adopt(ObjectStore store, Session session) {}
      };
    }

    private static boolean none(ObjectKind kind, ObjectId id) {
      return false;
    }
  }
}
