package dev.volary.core.store;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectHash;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.object.NewObject;
import dev.volary.core.object.ObjectSink;
import dev.volary.core.object.ObjectSource;
import dev.volary.core.object.SharedBytes;
import dev.volary.core.store.pack.DeltaRecord;
import dev.volary.core.store.pack.DeltaRecord.DeltaSlot;
import dev.volary.core.store.pack.FrameRecord;
import dev.volary.core.store.pack.PackFacts;
import dev.volary.core.store.pack.PackRecord;
import dev.volary.core.store.read.Copy;
import dev.volary.core.store.read.StoredObject;
import dev.volary.core.store.transfer.Unpacking;
import dev.volary.core.store.transfer.Unpacking.Unpacked;
import dev.volary.core.store.write.Batches;
import dev.volary.core.store.write.Batches.Batch;
import dev.volary.core.store.write.ByteBudget;
import dev.volary.core.store.write.DeltaCoder;
import dev.volary.core.store.write.Interruption;
import dev.volary.core.store.write.PackStreams;
import dev.volary.core.store.write.Packing;
import dev.volary.core.store.write.Workers;
import dev.volary.core.store.write.Written;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;

/// New objects on their way into the store: compressed by worker threads as they are put, counted
/// as stored only by [#publish].
///
/// Thread-safe. Memory is bounded: [#put] waits while too many bytes are on the way, and after some
/// hundred thousand objects what is written is published early, which nothing refers to yet and the
/// session protects. What is put can be read at once, what is published after [#close] too; without
/// [#publish], it removes the files.
public final class ObjectTransaction implements ObjectSink, ObjectSource, AutoCloseable {
  /// Objects noted on the heap, at about 150 bytes each, before they go to an index.
  private static final int MAX_WRITTEN = 200_000;

  private static final long OVERHEAD_BYTES = 300;

  private final ObjectStore store;
  private final StoreOptions options;
  private final PackStreams streams;
  private final Packing packing;
  private final Unpacking unpacking;
  private final Workers workers;
  private final ByteBudget budget;
  private final Batches batches = new Batches();
  private final Map<ObjectId, StoredObject> pending = new ConcurrentHashMap<>();
  private final Map<ObjectId, Written> written = new ConcurrentHashMap<>();
  private final ReadWriteLock publishing = new ReentrantReadWriteLock();
  private final LongAdder objects = new LongAdder();
  private final LongAdder plainBytes = new LongAdder();
  private final LongAdder deduplicated = new LongAdder();

  ObjectTransaction(ObjectStore store, StoreOptions options, PackStreams streams) {
    this.store = store;
    this.options = options;
    this.streams = streams;
    this.budget = new ByteBudget(options.pendingBytes());
    this.workers = new Workers(options.workers(), budget::lift);
    DeltaCoder deltas = new DeltaCoder(id -> store.grounded(id, this::copies));
    this.packing = new Packing(streams, deltas, written);
    this.unpacking = new Unpacking(this::base);
  }

  @Override
  public boolean has(ObjectId id) {
    return pending.containsKey(id) || written.containsKey(id) || store.lasts(id);
  }

  @Override
  public void put(NewObject object) {
    workers.check();
    if (options.checkIds()) {
      checkId(object);
    }
    publishing.readLock().lock();
    try {
      if (has(object.id())) {
        deduplicated.increment();
        return;
      }
      takeRoom(weight(object));
      if (!isFirst(waiting(object))) {
        budget.give(weight(object));
        deduplicated.increment();
        return;
      }
      objects.increment();
      plainBytes.add(object.plain().length);
      batches.add(object).forEach(this::submit);
    } finally {
      publishing.readLock().unlock();
    }
    if (written.size() > MAX_WRITTEN) {
      publishIfOver(MAX_WRITTEN);
    }
  }

  /// Of several threads with the same object one goes on; an object may also have been written
  /// between the caller's look and this one.
  private boolean isFirst(StoredObject object) {
    if (pending.putIfAbsent(object.id(), object) != null) {
      return false;
    }
    if (written.containsKey(object.id())) {
      pending.remove(object.id(), object);
      return false;
    }
    return true;
  }

  /// What is on its way can be read, but not be relied on: nobody knows yet how it will stand.
  private static StoredObject waiting(NewObject object) {
    byte[] plain = object.plain();
    return new StoredObject(object.kind(), object.id(), plain, 0, plain.length, 0, 1, false);
  }

  private static StoredObject waiting(StoredObject object) {
    return new StoredObject(
        object.kind(), object.id(), object.bytes(), object.offset(), object.length(), 0, 1, false);
  }

  private static void checkId(NewObject object) {
    if (!ObjectHash.of(object.kind(), object.plain()).equals(object.id())) {
      throw new VolaryException(
          Fault.CORRUPT, "The bytes of " + object.id() + " are not its own; nothing was stored");
    }
  }

  private static long weight(NewObject object) {
    return object.plain().length + OVERHEAD_BYTES;
  }

  /// Whoever must wait first sends off what is being gathered, or nobody would make room.
  private void takeRoom(long bytes) {
    if (budget.tryTake(bytes)) {
      return;
    }
    batches.drain().forEach(this::submit);
    try {
      budget.take(bytes);
    } catch (InterruptedException e) {
      throw Interruption.during("storing objects", e);
    }
    workers.check();
  }

  private void submit(Batch batch) {
    workers.submit(() -> {
      packing.pack(batch);
      long bytes = 0;
      for (NewObject object : batch.objects()) {
        pending.remove(object.id());
        bytes += weight(object);
      }
      budget.give(bytes);
    });
  }

  /// Stores the objects of a record from elsewhere, each decoded and checked against its id, and
  /// tells `seen` of every one; its bytes are shared and must not be written to.
  ///
  /// Frames and deltas are kept as they came where they are as sound here, and stored plain else;
  /// what is there is passed over. Bases must be given by id and be there already. Fails with
  /// [Fault#CORRUPT], naming the object, where that or the id is wrong, and stores nothing of the
  /// record. Several threads may call it, for records that do not rest on each other.
  public void accept(PackRecord record, Consumer<StoredObject> seen) {
    workers.check();
    List<Unpacked> objects = unpacking.unpack(record);
    publishing.readLock().lock();
    try {
      keep(record, objects);
    } finally {
      publishing.readLock().unlock();
    }
    objects.forEach(unpacked -> seen.accept(unpacked.object()));
    if (written.size() > MAX_WRITTEN) {
      publishIfOver(MAX_WRITTEN);
    }
  }

  /// Writes what is new of a record at once, in the caller's thread.
  private void keep(PackRecord record, List<Unpacked> all) {
    List<StoredObject> claimed = new ArrayList<>(all.size());
    List<Unpacked> fresh = new ArrayList<>(all.size());
    try {
      for (Unpacked unpacked : all) {
        StoredObject object = waiting(unpacked.object());
        if (has(object.id()) || !isFirst(object)) {
          deduplicated.increment();
        } else {
          claimed.add(object);
          fresh.add(unpacked);
          objects.increment();
          plainBytes.add(object.length());
        }
      }
      if (record instanceof FrameRecord && fresh.size() == all.size()) {
        packing.write(record);
      } else {
        keepApart(record.kind(), fresh);
      }
    } catch (IOException | RuntimeException e) {
      // Others may have passed over what this thread had claimed.
      workers.fail(e);
      workers.check();
    } finally {
      claimed.forEach(object -> pending.remove(object.id(), object));
    }
  }

  private void keepApart(ObjectKind kind, List<Unpacked> fresh) throws IOException {
    List<NewObject> plain = new ArrayList<>();
    List<DeltaSlot> slots = new ArrayList<>();
    for (Unpacked unpacked : fresh) {
      if (unpacked.slot().isPresent()) {
        slots.add(unpacked.slot().get());
      } else {
        StoredObject object = unpacked.object();
        plain.add(new NewObject(object.id(), kind, object.copy(), List.of()));
      }
    }
    packing.packPlain(kind, plain);
    if (!slots.isEmpty()) {
      packing.write(new DeltaRecord(kind, slots));
    }
  }

  private Optional<StoredObject> base(ObjectId id) {
    StoredObject waiting = pending.get(id);
    return waiting != null ? Optional.of(waiting) : store.base(id, this::copies);
  }

  @Override
  public byte[] read(ObjectKind kind, ObjectId id) {
    Optional<StoredObject> waiting = pending(kind, id);
    return waiting.isPresent() ? waiting.get().copy() : store.read(kind, id, this::copies);
  }

  @Override
  public SharedBytes view(ObjectKind kind, ObjectId id) {
    Optional<StoredObject> waiting = pending(kind, id);
    return waiting.isPresent() ? waiting.get().share() : store.view(kind, id, this::copies);
  }

  private Optional<StoredObject> pending(ObjectKind kind, ObjectId id) {
    StoredObject waiting = pending.get(id);
    if (waiting != null && waiting.kind() != kind) {
      throw ObjectStore.wrongKind(kind, id, waiting.kind());
    }
    return Optional.ofNullable(waiting);
  }

  private List<Copy> copies(ObjectId id) {
    // What is written moves from here to the store, so it is looked for in this order.
    Written place = written.get(id);
    List<Copy> out = new ArrayList<>(store.copies(id));
    if (place != null) {
      out.add(place.copy());
    }
    return out;
  }

  /// Makes everything put so far durable and part of the store: packs, indexes, directories, then
  /// the manifest. Fails with the cause if any of it could not be written; then nothing put since
  /// the last success counts. More may be put afterwards.
  public void publish() {
    publishing.writeLock().lock();
    try {
      batches.drain().forEach(this::submit);
      workers.await();
      List<PackFacts> packs = streams.finishAll();
      if (!packs.isEmpty()) {
        store.publish(packs, written);
        written.clear();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to the store", e);
    } finally {
      publishing.writeLock().unlock();
    }
  }

  private void publishIfOver(int limit) {
    publishing.writeLock().lock();
    try {
      if (written.size() > limit) {
        publish();
      }
    } finally {
      publishing.writeLock().unlock();
    }
  }

  /// Returns what was done so far.
  public TransactionStats stats() {
    return new TransactionStats(
        objects.sum(), plainBytes.sum(), streams.storedBytes(), deduplicated.sum());
  }

  /// Ends the transaction and removes the files of what is not published.
  @Override
  public void close() {
    workers.close();
    streams.close();
    if (!written.isEmpty()) {
      store.forgetDecoded(); // objects read from those files must be no bases of later ones
    }
  }
}
