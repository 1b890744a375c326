package dev.volary.remote.transfer;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.object.ObjectSource;
import dev.volary.core.object.SharedBytes;
import dev.volary.core.store.ObjectTransaction;
import dev.volary.core.store.read.StoredObject;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The objects of a fetch for one who reads them while they arrive: a chunk that is not here yet is
/// waited for, and one that has just come is had as it was decoded and checked then. Thread-safe.
///
/// Memory is bounded: what was read is let go, and else what came longest ago; it is read from the
/// depot then. So that this is the exception, whoever receives waits while the reader is behind and
/// busy, but never while it waits itself, and no longer at all once it has been too slow.
public final class Arrivals implements ObjectSource, AutoCloseable {
  /// What the streams of a fetch bring side by side fits in.
  private static final long HELD_BYTES = 64L << 20;

  private static final long PATIENCE_NANOS = Duration.ofSeconds(5).toNanos();

  private final ObjectTransaction transaction;
  private final Lock lock = new ReentrantLock();
  private final Condition came = lock.newCondition();
  private final Condition room = lock.newCondition();
  private final Map<ObjectId, SharedBytes> held = new LinkedHashMap<>();
  private final Set<ObjectId> awaited = new HashSet<>();
  private long heldBytes;
  private boolean paced = true;
  private boolean ended;
  private @Nullable VolaryException failure;

  /// What is received into `transaction`.
  public Arrivals(ObjectTransaction transaction) {
    this.transaction = transaction;
  }

  /// Takes an object that was checked and stored; may wait for the reader.
  public void arrived(StoredObject object) {
    lock.lock();
    try {
      if (ended || object.kind() != ObjectKind.CHUNK) {
        return;
      }
      if (held.putIfAbsent(object.id(), own(object)) == null) {
        heldBytes += object.length();
        letGo();
      }
      if (awaited.remove(object.id())) {
        came.signalAll();
      }
      waitForReader();
    } catch (InterruptedException e) {
      throw interrupted(e);
    } finally {
      lock.unlock();
    }
  }

  /// One small object must not keep the whole frame that it was decoded from.
  private static SharedBytes own(StoredObject object) {
    return object.length() >= object.bytes().length / 2
        ? object.share()
        : new SharedBytes(object.copy(), 0, object.length());
  }

  private void letGo() {
    Iterator<SharedBytes> eldest = held.values().iterator();
    while (heldBytes > HELD_BYTES && eldest.hasNext()) {
      heldBytes -= eldest.next().length();
      eldest.remove();
    }
  }

  private void waitForReader() throws InterruptedException {
    long left = PATIENCE_NANOS;
    while (paced && !ended && awaited.isEmpty() && heldBytes > HELD_BYTES / 2) {
      left = room.awaitNanos(left);
      paced = left > 0;
    }
  }

  @Override
  public byte[] read(ObjectKind kind, ObjectId id) {
    return kind == ObjectKind.CHUNK ? view(kind, id).copy() : transaction.read(kind, id);
  }

  /// As in the interface; fails as the fetch does where that fails first.
  @Override
  public SharedBytes view(ObjectKind kind, ObjectId id) {
    if (kind == ObjectKind.CHUNK) {
      Optional<SharedBytes> found = find(id);
      while (found.isEmpty() && !transaction.has(id) && waitFor(id)) {
        found = find(id);
      }
      if (found.isPresent()) {
        return found.get();
      }
    }
    return transaction.view(kind, id);
  }

  private Optional<SharedBytes> find(ObjectId id) {
    lock.lock();
    try {
      SharedBytes found = held.remove(id);
      if (found == null) {
        return Optional.empty();
      }
      heldBytes -= found.length();
      room.signalAll();
      return Optional.of(found);
    } finally {
      lock.unlock();
    }
  }

  /// Waits until `id` comes, unless it has; returns whether it is worth another look.
  private boolean waitFor(ObjectId id) {
    lock.lock();
    try {
      if (failure != null) {
        throw new VolaryException(failure.fault(), String.valueOf(failure.getMessage()), failure);
      }
      if (!ended && !held.containsKey(id)) {
        awaited.add(id);
        room.signalAll();
        // Since the last look it may have come and gone, or been stored by another program.
        while (awaited.contains(id) && !ended && !transaction.has(id)) {
          came.await();
        }
        awaited.remove(id);
        return true;
      }
      return held.containsKey(id);
    } catch (InterruptedException e) {
      throw interrupted(e);
    } finally {
      lock.unlock();
    }
  }

  private static VolaryException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new VolaryException(Fault.INTERRUPTED, "interrupted while fetching", cause);
  }

  /// Everything has come and is published.
  public void complete() {
    end(false);
  }

  /// No more will come, because of `cause`.
  public void fail(VolaryException cause) {
    lock.lock();
    try {
      failure = cause;
      end(true);
    } finally {
      lock.unlock();
    }
  }

  /// Tells whether the fetch failed.
  public boolean isFailed() {
    lock.lock();
    try {
      return failure != null;
    } finally {
      lock.unlock();
    }
  }

  /// Nobody reads any more: nothing is held, and nobody is waited for.
  @Override
  public void close() {
    end(true);
  }

  private void end(boolean forgetting) {
    lock.lock();
    try {
      ended = true;
      if (forgetting) {
        held.clear();
        heldBytes = 0;
      }
      came.signalAll();
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
