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
import dev.volary.core.store.manifest.PackInfo;
import dev.volary.core.store.pack.PackRecord;
import dev.volary.remote.message.CommandVerdict.Objection;
import dev.volary.remote.message.ObjectRef;
import dev.volary.remote.message.TransferId;
import dev.volary.remote.message.TransferLimits;
import dev.volary.remote.server.BoundedBody;
import dev.volary.remote.server.VolumeView;
import dev.volary.remote.wire.RecordStreamReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A push taken for one request: nobody else goes on with it meanwhile.
public final class PushUse implements AutoCloseable {
  private final @Nullable Quarantined quarantined;
  private final PushRoom room;
  private final PushHooks hooks;
  private boolean dropped;

  /// What there is of a push with objects.
  ///
  /// @param removal removes the quarantine
  record Quarantined(
      TransferId id,
      OfdLock lock,
      PushRecord record,
      ObjectStore aside,
      ObjectSet visible,
      Removal removal) {
    /// What was sent, in bytes as it is stored.
    long packBytes() {
      return aside.catalogue().manifest().packs().stream().mapToLong(PackInfo::sizeBytes).sum();
    }
  }

  /// What removes the quarantine.
  @FunctionalInterface
  interface Removal {
    void run() throws IOException;
  }

  PushUse(@Nullable Quarantined quarantined, PushRoom room, PushHooks hooks) {
    this.quarantined = quarantined;
    this.room = room;
    this.hooks = hooks;
  }

  static PushUse withoutObjects(PushRoom room, PushHooks hooks) {
    return new PushUse(null, room, hooks);
  }

  private Quarantined quarantined() {
    Quarantined there = quarantined;
    if (there == null) {
      throw new IllegalStateException("this push has no objects");
    }
    return there;
  }

  /// Takes in one stream of records; returns how many objects it held. Durable when it returns.
  ///
  /// @param length of the stream in bytes, if it is known
  long accept(VolumeView view, InputStream in, OptionalLong length) throws IOException {
    Quarantined there = quarantined();
    long most = expect(view, there, length);
    BoundedBody body =
        new BoundedBody(
            in,
            most,
            () -> {
              drop();
              return room.exceeded(view, there.id, there.packBytes() + most + 1);
            });
    RecordStreamReader records =
        new RecordStreamReader(body, "the pushed pack", TransferLimits.MAX_PACK_BYTES);
    Depot depot = view.depot();
    try (Session session = depot.begin("push");
        ObjectTransaction transaction = there.aside.begin(session)) {
      depot.store().refresh();
      for (Optional<PackRecord> next = records.next(); next.isPresent(); next = records.next()) {
        transaction.accept(next.get(), _ -> {});
      }
      transaction.publish();
      return records.objects();
    } finally {
      room.arrived(view, there.id, there.packBytes());
    }
  }

  /// What finds no room is not kept: it would take the room of others.
  private long expect(VolumeView view, Quarantined there, OptionalLong length) throws IOException {
    try {
      return room.expect(view, there.id, length);
    } catch (VolaryException e) {
      if (e.fault() == Fault.NO_SPACE) {
        drop();
      }
      throw e;
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
      return new Landing(view, incoming, Landing.Sent.nothing(room), hooks).land(moves, atomic);
    }
    if (!PushKey.of(view, moves).equals(there.record.key())) {
      throw new VolaryException(
          Fault.CONFLICT, "these are not the refs this push began with: push again");
    }
    Map<RefName, Optional<Objection>> verdicts =
        new Landing(view, incoming, sent(there, room), hooks).land(moves, atomic);
    drop();
    return verdicts;
  }

  private static Landing.Sent sent(Quarantined there, PushRoom room) {
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
      public void admit(VolumeView view, long historyBytes) throws IOException {
        room.admit(view, Optional.of(there.id), there.packBytes() + historyBytes);
      }

      @Override
      public void release(VolumeView view, long historyBytes) throws IOException {
        room.release(view, Optional.of(there.id), there.packBytes() + historyBytes);
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
