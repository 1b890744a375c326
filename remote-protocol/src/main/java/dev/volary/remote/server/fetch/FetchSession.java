package dev.volary.remote.server.fetch;

import dev.volary.core.depot.VolumeName;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.object.ObjectSource;
import dev.volary.core.reach.Closure;
import dev.volary.core.reach.NumberSet;
import dev.volary.core.reach.ObjectSet;
import dev.volary.core.store.ObjectStore;
import dev.volary.remote.message.ObjectRef;
import dev.volary.remote.message.ObjectRequest;
import dev.volary.remote.server.Principal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// One fetch: what it may read and what its receiver has by now. Thread-safe.
///
/// What is outside of the readable set is answered like what does not exist anywhere.
final class FetchSession {
  private static final int MAX_PENDING = 64;

  private final Principal who;
  private final VolumeName volume;
  private final ObjectStore store;
  private final ObjectSet readable;
  private final ObjectSet had;

  /// Objects of batches that are known to have arrived.
  private final NumberSet arrived = new NumberSet();

  /// Objects of batches that may be on their way.
  private final Map<Integer, long[]> pending = new HashMap<>();

  private volatile Instant used;

  /// @param readable what may be read
  /// @param had what the receiver said it has, as far as it may be read
  FetchSession(
      Principal who,
      VolumeName volume,
      ObjectStore store,
      ObjectSet readable,
      ObjectSet had,
      Instant now) {
    this.who = who;
    this.volume = volume;
    this.store = store;
    this.readable = readable;
    this.had = had;
    this.used = now;
  }

  boolean isOf(Principal principal) {
    return who.key().equals(principal.key());
  }

  boolean isAbout(VolumeName name) {
    return volume.equals(name);
  }

  Instant used() {
    return used;
  }

  void use(Instant now) {
    used = now;
  }

  /// Returns the objects to be sent for a request; NOT_FOUND if one may not be read.
  synchronized List<ObjectId> take(ObjectRequest request) {
    confirm(request.confirmed());
    if (pending.size() >= MAX_PENDING && !pending.containsKey(request.batch())) {
      throw new VolaryException(
          Fault.LIMIT, "too many batches are under way: confirm those that have arrived");
    }
    List<ObjectId> ids = new ArrayList<>();
    ObjectSet taken = new ObjectSet(store::numberOf);
    for (ObjectRef object : request.objects()) {
      if (!readable.contains(object.kind(), object.id())) {
        throw unknown(object.id());
      }
      if (taken.add(object.kind(), object.id())) {
        ids.add(object.id());
      }
    }
    if (request.below()) {
      addBelow(request.objects(), taken, ids);
    }
    pending.put(request.batch(), numbers(ids));
    return ids;
  }

  static VolaryException unknown(ObjectId id) {
    return new VolaryException(
        Fault.NOT_FOUND, "There is no object " + id + " in what this fetch may read");
  }

  private void addBelow(List<ObjectRef> objects, ObjectSet taken, List<ObjectId> ids) {
    ObjectSet seen = new ObjectSet(store::numberOf);
    ObjectSource source = store;
    for (ObjectRef object : objects) {
      new Closure(source, seen)
          .walkFrom(
              object.kind(),
              object.id(),
              (kind, id) -> {
                boolean wanted = kind != ObjectKind.CHUNK && !had.contains(kind, id);
                if (wanted && taken.add(kind, id)) {
                  ids.add(id);
                }
                return wanted;
              });
    }
  }

  private long[] numbers(List<ObjectId> ids) {
    return ids.stream()
        .mapToLong(id -> store.numberOf(id).orElse(-1L))
        .filter(n -> n >= 0)
        .toArray();
  }

  private void confirm(int batch) {
    for (Iterator<Map.Entry<Integer, long[]>> all = pending.entrySet().iterator();
        all.hasNext(); ) {
      Map.Entry<Integer, long[]> entry = all.next();
      if (entry.getKey() <= batch) {
        for (long number : entry.getValue()) {
          arrived.add(number);
        }
        all.remove();
      }
    }
  }

  /// Tells whether the receiver has an object for sure, so that a delta may rest on it.
  synchronized boolean receiverHas(ObjectId id) {
    for (ObjectKind kind : ObjectKind.values()) {
      if (had.contains(kind, id)) {
        return true;
      }
    }
    return store.numberOf(id).map(arrived::contains).orElse(false);
  }
}
