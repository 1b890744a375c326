package dev.volary.remote.server.fetch;

import dev.volary.core.depot.Depot;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.history.CommitId;
import dev.volary.core.reach.ObjectSet;
import dev.volary.core.reach.ReachableObjects;
import dev.volary.core.store.ObjectStore;
import dev.volary.remote.message.FetchBegin;
import dev.volary.remote.message.FetchBegun;
import dev.volary.remote.message.TransferId;
import dev.volary.remote.server.VolumeView;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The fetches under way, in memory only: a fetch that is cut begins anew, with more haves.
/// Thread-safe.
public final class FetchSessions {
  private final Depot depot;
  private final FetchLimits limits;
  private final Map<TransferId, FetchSession> sessions = new HashMap<>();

  /// The fetches from the volumes of `depot`.
  public FetchSessions(Depot depot, FetchLimits limits) {
    this.depot = depot;
    this.limits = limits;
  }

  /// Opens a session; NOT_FOUND unless all wants may be read.
  FetchBegun begin(VolumeView view, FetchBegin fetch) throws IOException {
    Instant now = now();
    requireRoom(view, now);
    Set<CommitId> known = new HashSet<>(view.commits());
    for (CommitId want : fetch.wants()) {
      if (!known.contains(want)) {
        throw new VolaryException(
            Fault.NOT_FOUND, "There is no commit " + want + " in " + view.shown());
      }
    }
    ObjectStore store = depot.store();
    store.refresh();
    Set<CommitId> complete = view.completeCommits();
    ReachableObjects reach =
        ReachableObjects.of(
            view.volume().directory(), view.volume().history(), store, store::numberOf);
    Set<CommitId> haves = new HashSet<>(fetch.haves());
    List<CommitId> withoutData =
        fetch.wants().stream()
            .filter(want -> !complete.contains(want) && !haves.contains(want))
            .toList();
    // What is not known, not complete or not readable here counts for nothing, and silently.
    ObjectSet had = reach.of(fetch.haves().stream().filter(complete::contains).toList());
    ObjectSet readable = reach.of(fetch.wants().stream().filter(complete::contains).toList());
    TransferId id = newId();
    FetchSession session =
        new FetchSession(view.who(), view.volume().name(), store, readable, had, now);
    synchronized (sessions) {
      sessions.put(id, session);
    }
    return new FetchBegun(
        id,
        withoutData,
        readable.sizeWithout(ObjectKind.DIRECTORY, had)
            + readable.sizeWithout(ObjectKind.FILE_MAP, had),
        readable.sizeWithout(ObjectKind.CHUNK, had));
  }

  private void requireRoom(VolumeView view, Instant now) {
    synchronized (sessions) {
      sessions.values().removeIf(session -> session.used().plus(limits.idle()).isBefore(now));
      long own = sessions.values().stream().filter(session -> session.isOf(view.who())).count();
      if (own >= limits.own() || sessions.size() >= limits.all()) {
        throw new VolaryException(
            Fault.BUSY, "too many fetches are under way: try again when some have ended");
      }
    }
  }

  /// Returns a session; NOT_FOUND where there is none, be it another's or for another volume.
  FetchSession find(VolumeView view, TransferId id) {
    Instant now = now();
    synchronized (sessions) {
      FetchSession session = sessions.get(id);
      if (session == null
          || !session.isOf(view.who())
          || !session.isAbout(view.volume().name())
          || session.used().plus(limits.idle()).isBefore(now)) {
        throw new VolaryException(
            Fault.NOT_FOUND, "There is no such fetch, or not any more: fetch again");
      }
      session.use(now);
      return session;
    }
  }

  /// Ends a session.
  void end(VolumeView view, TransferId id) {
    find(view, id);
    synchronized (sessions) {
      sessions.remove(id);
    }
  }

  private Instant now() {
    return depot.surroundings().clock().instant();
  }

  private TransferId newId() {
    var random = depot.surroundings().random();
    return new TransferId(random.nextLong(), random.nextLong());
  }
}
