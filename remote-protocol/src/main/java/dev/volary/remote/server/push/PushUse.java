package dev.volary.remote.server.push;

import dev.volary.core.depot.Depot;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.RefName;
import dev.volary.core.linux.OfdLock;
import dev.volary.core.reach.ObjectSet;
import dev.volary.core.session.Session;
import dev.volary.core.store.ObjectStore;
import dev.volary.core.store.ObjectTransaction;
import dev.volary.core.store.pack.PackRecord;
import dev.volary.remote.message.CommandVerdict.Objection;
import dev.volary.remote.message.ObjectRef;
import dev.volary.remote.message.TransferLimits;
import dev.volary.remote.server.VolumeView;
import dev.volary.remote.wire.RecordStreamReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A push taken for one request: nobody else goes on with it meanwhile.
public final class PushUse implements AutoCloseable {
  private final @Nullable Quarantined quarantined;
  private final PushHooks hooks;
  private boolean dropped;

  /// What there is of a push with objects.
  private record Quarantined(
      OfdLock lock,
      PushRecord record,
      ObjectStore aside,
      ObjectSet visible,
      long spareBytes,
      Removal removal) {}

  /// What removes the quarantine.
  @FunctionalInterface
  interface Removal {
    void run() throws IOException;
  }

  PushUse(
      OfdLock lock,
      PushRecord record,
      ObjectStore aside,
      ObjectSet visible,
      long spareBytes,
      Removal removal,
      PushHooks hooks) {
    this.hooks = hooks;
    this.quarantined = new Quarantined(lock, record, aside, visible, spareBytes, removal);
  }

  private PushUse(PushHooks hooks) {
    this.hooks = hooks;
    this.quarantined = null;
  }

  static PushUse withoutObjects(PushHooks hooks) {
    return new PushUse(hooks);
  }

  private Quarantined quarantined() {
    Quarantined there = quarantined;
    if (there == null) {
      throw new IllegalStateException("this push has no objects");
    }
    return there;
  }

  /// Takes in one stream of records; returns how many objects it held. Durable when it returns.
  long accept(Depot depot, InputStream in) throws IOException {
    Quarantined there = quarantined();
    if (there.aside.storedBytes() > there.spareBytes) {
      throw new VolaryException(
          Fault.LIMIT, "what was pushed is over the quota: ask who runs the server");
    }
    RecordStreamReader records =
        new RecordStreamReader(in, "the pushed pack", TransferLimits.MAX_PACK_BYTES);
    try (Session session = depot.begin("push");
        ObjectTransaction transaction = there.aside.begin(session)) {
      depot.store().refresh();
      for (Optional<PackRecord> next = records.next(); next.isPresent(); next = records.next()) {
        transaction.accept(next.get(), _ -> {});
      }
      transaction.publish();
      return records.objects();
    }
  }

  /// Returns those of `objects` that were not sent in this push; nothing is told of others.
  List<ObjectRef> missing(List<ObjectRef> objects) {
    ObjectStore aside = quarantined().aside;
    return objects.stream().filter(object -> !holds(aside, object.kind(), object)).toList();
  }

  private static boolean holds(ObjectStore aside, ObjectKind kind, ObjectRef object) {
    return aside.kindOf(object.id()).equals(Optional.of(kind));
  }

  /// Lands the push; whatever comes of it, what was sent is not kept.
  public Map<RefName, Optional<Objection>> land(
      VolumeView view, Incoming incoming, List<RefMove> moves, boolean atomic) throws IOException {
    Quarantined there = quarantined;
    if (there == null) {
      return new Landing(view, incoming, Landing.Sent.nothing(), hooks).land(moves, atomic);
    }
    if (!PushKey.of(view, moves).equals(there.record.key())) {
      throw new VolaryException(
          Fault.CONFLICT, "these are not the refs this push began with: push again");
    }
    Map<RefName, Optional<Objection>> verdicts =
        new Landing(view, incoming, sent(there), hooks).land(moves, atomic);
    drop();
    return verdicts;
  }

  private static Landing.Sent sent(Quarantined there) {
    return new Landing.Sent() {
      @Override
      public CompletenessCheck check(VolumeView view, Set<CommitId> readable) throws IOException {
        ObjectStore aside = there.aside;
        ObjectStore store = view.depot().store();
        return new CompletenessCheck(
            there.visible::contains,
            (kind, id) -> aside.kindOf(id).equals(Optional.of(kind)),
            (kind, id) ->
                there.visible.contains(kind, id) ? store.read(kind, id) : aside.read(kind, id),
            aside::numberOf);
      }

      @Override
      public void adopt(ObjectStore store, Session session) {
        store.adopt(there.aside, session);
      }
    };
  }

  /// Forgets what was sent, when this is closed.
  void drop() {
    dropped = true;
  }

  @Override
  public void close() throws IOException {
    Quarantined there = quarantined;
    if (there != null) {
      try (OfdLock _ = there.lock) {
        there.aside.close();
        if (dropped) {
          there.removal.run();
        }
      }
    }
  }
}
