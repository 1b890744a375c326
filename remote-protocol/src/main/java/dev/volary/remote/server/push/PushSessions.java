package dev.volary.remote.server.push;

import dev.volary.core.depot.Depot;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.reach.ObjectSet;
import dev.volary.core.session.DepotLock;
import dev.volary.core.store.ObjectStore;
import dev.volary.remote.message.CommandVerdict;
import dev.volary.remote.message.PushBegin;
import dev.volary.remote.message.PushBegun;
import dev.volary.remote.message.TransferId;
import dev.volary.remote.message.TransferLimits;
import dev.volary.remote.server.VolumeView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The pushes under way. Thread-safe; each push does one thing at a time.
public final class PushSessions {
  private final Depot depot;
  private final PushLimits limits;
  private final PushHooks hooks;
  private final Quarantine quarantine;
  private final PushRoom room;
  private final Map<TransferId, ObjectSet> visible = new ConcurrentHashMap<>();

  /// The pushes to the volumes of `depot`.
  public PushSessions(Depot depot, PushLimits limits, PushHooks hooks) {
    this.depot = depot;
    this.hooks = hooks;
    this.limits = limits;
    this.quarantine = new Quarantine(depot);
    this.room = new PushRoom(depot, limits, quarantine);
  }

  /// Judges a push and opens its session, or finds the one an earlier attempt left.
  PushBegun begin(VolumeView view, PushBegin push) throws IOException {
    quarantine.expire(depot.surroundings().clock().instant().minus(limits.idle()));
    List<CommandVerdict> verdicts = new PushJudge(view).foresee(push.commands());
    long granted = verdicts.stream().filter(CommandVerdict::isGranted).count();
    boolean hopeless = granted == 0 || push.atomic() && granted < verdicts.size();
    PushBegun nothing =
        new PushBegun(Optional.empty(), false, verdicts, TransferLimits.MAX_PACK_BYTES);
    if (hopeless) {
      return nothing;
    }
    try (DepotLock _ = room.lock()) {
      if (push.dryRun()) {
        room.require(view, "", push.plannedBytes());
        return nothing;
      }
      // Bound to what may move: the rest is not sent.
      List<RefMove> moves = new ArrayList<>();
      for (int i = 0; i < verdicts.size(); i++) {
        if (verdicts.get(i).isGranted()) {
          moves.add(RefMove.of(push.commands().get(i)));
        }
      }
      return open(view, PushKey.of(view, moves), new Asked(verdicts, push.plannedBytes()));
    }
  }

  /// What a push that begins is told, and what it said.
  private record Asked(List<CommandVerdict> verdicts, long plannedBytes) {
    PushBegun begun(TransferId id, boolean resumed) {
      return new PushBegun(Optional.of(id), resumed, verdicts, TransferLimits.MAX_PACK_BYTES);
    }
  }

  private PushBegun open(VolumeView view, PushKey key, Asked asked) throws IOException {
    int own = 0;
    for (Quarantine.Kept kept : quarantine.all()) {
      if (kept.record().key().equals(key) && stillReadable(view, kept.record())) {
        Claim claim = quarantine.claim(kept.id()).planning(asked.plannedBytes);
        room.require(view, kept.id().toHex(), claim.bytes());
        quarantine.claim(kept.id(), claim);
        quarantine.touch(kept.id());
        return asked.begun(kept.id(), true);
      }
      if (kept.record().key().equals(key)) {
        remove(kept.id());
      } else if (kept.record().principal().equals(view.who().key())) {
        own++;
      }
    }
    if (own >= limits.sessions()) {
      throw new VolaryException(
          Fault.LIMIT,
          "%d pushes of yours are under way already: complete or abort one".formatted(own));
    }
    room.require(view, "", asked.plannedBytes);
    List<CommitId> relied = new ArrayList<>(view.completeCommits());
    String who = view.who().key();
    Claim claim = new Claim(view.volume().name().text(), who, asked.plannedBytes, 0, 0);
    return asked.begun(quarantine.make(new PushRecord(key, who, relied), claim), false);
  }

  private static boolean stillReadable(VolumeView view, PushRecord record) throws IOException {
    return view.completeCommits().containsAll(record.relied());
  }

  /// Takes a push for one request; without an id, one that has no session. NOT_FOUND where there is
  /// none, be it another's or for another volume.
  public PushUse use(VolumeView view, Optional<String> id) throws IOException {
    return id.isEmpty() ? PushUse.withoutObjects(room, hooks) : use(view, TransferId.hex(id.get()));
  }

  PushUse use(VolumeView view, TransferId id) throws IOException {
    PushRecord record = quarantine.read(id).orElseThrow(PushSessions::none);
    boolean own =
        record.principal().equals(view.who().key())
            && quarantine.claim(id).volume().equals(view.volume().name().text());
    if (!own) {
      throw none();
    }
    var lock = quarantine.lock(id);
    try {
      if (quarantine.read(id).isEmpty()) {
        throw none();
      }
      if (!stillReadable(view, record)) {
        remove(id);
        throw none();
      }
      quarantine.touch(id);
      ObjectSet base = visible(view, id, record);
      ObjectStore aside =
          ObjectStore.openAside(
              quarantine.store(id),
              depot.store(),
              object -> VisibleObjects.holds(base, object),
              depot.settings().storeOptions(depot.surroundings().random()));
      return new PushUse(
          new PushUse.Quarantined(id, lock, record, aside, base, () -> remove(id)), room, hooks);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private ObjectSet visible(VolumeView view, TransferId id, PushRecord record) throws IOException {
    ObjectSet known = visible.get(id);
    if (known != null) {
      return known;
    }
    ObjectSet found = VisibleObjects.of(view, record.relied());
    visible.put(id, found);
    return found;
  }

  /// Forgets a push with all that was sent.
  void abort(VolumeView view, TransferId id) throws IOException {
    try (PushUse use = use(view, id)) {
      use.drop();
    }
  }

  private void remove(TransferId id) throws IOException {
    visible.remove(id);
    quarantine.remove(id);
  }

  static VolaryException none() {
    return new VolaryException(
        Fault.NOT_FOUND, "There is no such push, or not any more: push again");
  }
}
