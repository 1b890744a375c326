package dev.volary.remote.client;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.reach.ObjectSet;
import dev.volary.core.store.ObjectTransaction;
import dev.volary.core.store.read.StoredObject;
import dev.volary.remote.client.call.Connection;
import dev.volary.remote.message.FetchBegun;
import dev.volary.remote.message.ObjectRef;
import dev.volary.remote.message.ObjectRequest;
import dev.volary.remote.message.TransferLimits;
import dev.volary.remote.transfer.Batching;
import dev.volary.remote.transfer.FetchMeter;
import dev.volary.remote.transfer.MissingObjects;
import dev.volary.remote.transfer.RecordReceipt;
import dev.volary.remote.transfer.TransferPhase;
import dev.volary.remote.transfer.TransferProgress;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Brings the objects of one fetch into a transaction: directories and file maps first, then the
/// chunks they name, over several streams, each verified by the thread that receives it.
final class ObjectFetch {
  /// Decoded bytes of chunks asked for at once: so few that the streams share the work to the end,
  /// and that what comes side by side is close together for one who reads along.
  private static final long BATCH_BYTES = 16L << 20;

  private static final int FIRST_CHUNKS = 256;
  private static final int MIN_CHUNKS = 64;
  private static final int MAX_CHUNKS = 1024;

  private final Sources sources;
  private final ObjectTransaction transaction;
  private final FetchMeter meter;
  private final RecordReceipt receipt;
  private final AtomicLong objects = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong chunks = new AtomicLong();
  private final AtomicLong plainBytes = new AtomicLong();

  ObjectFetch(Sources sources, ObjectTransaction transaction, TransferProgress progress) {
    this.sources = sources;
    this.transaction = transaction;
    this.meter = new FetchMeter(progress);
    this.receipt = new RecordReceipt(transaction, this::arrived);
  }

  /// What is to be brought.
  ///
  /// @param begun what the other side said of it
  /// @param address the other side's
  /// @param tops the volume tops of the commits, ancestors first
  /// @param settled makes the set of what is surely here already
  /// @param fresh whether nothing of it came before, so that all may be sent at once
  record Task(
      FetchBegun begun,
      String address,
      List<ObjectRef> tops,
      Supplier<ObjectSet> settled,
      boolean fresh) {}

  /// Brings all directories and file maps below the tops. What came before a failure is kept for
  /// the next attempt.
  void trees(Task task) {
    keeping(() -> bringTrees(task));
  }

  /// Brings all chunks they name, each shown to `arrived` as it comes, and looks again whether
  /// everything is there. What came before a failure is kept for the next attempt.
  void chunks(Task task, Consumer<StoredObject> arrived) {
    keeping(() -> bringChunks(task, arrived));
    receipt.keep();
    meter.begin(TransferPhase.CHECK, OptionalLong.empty());
    new MissingObjects(transaction, transaction::has, task.settled.get())
        .all(
            task.tops,
            object -> {
              throw leftOut(task.address, object.id());
            });
  }

  private void keeping(Runnable part) {
    try {
      part.run();
    } catch (VolaryException e) {
      if (e.fault() == Fault.NETWORK || e.fault() == Fault.NOT_FOUND) {
        receipt.keep();
      }
      throw e;
    }
  }

  long objects() {
    return objects.get();
  }

  long bytes() {
    return bytes.get();
  }

  private void bringTrees(Task task) {
    meter.begin(
        TransferPhase.TREES,
        task.fresh ? OptionalLong.of(task.begun.trees()) : OptionalLong.empty());
    MissingObjects walk = new MissingObjects(transaction, transaction::has, task.settled.get());
    boolean below = task.fresh;
    Collection<ObjectRef> missing = new LinkedHashSet<>(walk.trees(task.tops));
    while (!missing.isEmpty()) {
      boolean all = below;
      Batching<ObjectRef> batches =
          new Batching<>(
              TransferLimits.MAX_OBJECTS,
              batch -> sources.ask(source -> ask(source, new Question(batch, all, object -> {}))));
      missing.forEach(batches);
      batches.flush();
      receipt.keep();
      below = false;
      missing = new LinkedHashSet<>(walk.trees(missing));
    }
  }

  private void bringChunks(Task task, Consumer<StoredObject> arrived) {
    meter.begin(TransferPhase.BYTES, OptionalLong.of(chunksToCome(task)));
    Set<ObjectId> asked = ConcurrentHashMap.newKeySet();
    MissingObjects walk = new MissingObjects(transaction, transaction::has, task.settled.get());
    try (ParallelCalls calls = new ParallelCalls(sources.width())) {
      Batching<ObjectRef> batches =
          new Batching<>(
              this::chunksAtOnce,
              batch ->
                  calls.run(() -> {
                    Question question =
                        new Question(batch, false, object -> chunk(object, arrived));
                    sources.ask(source -> ask(source, question));
                    batch.forEach(object -> asked.remove(object.id()));
                  }));
      walk.all(
          task.tops,
          object -> {
            if (asked.add(object.id())) {
              batches.accept(object);
            }
          });
      batches.flush();
      calls.await();
    }
  }

  private void chunk(StoredObject object, Consumer<StoredObject> arrived) {
    plainBytes.addAndGet(object.length());
    chunks.incrementAndGet();
    arrived.accept(object);
  }

  /// As many as the average length of those that came allows.
  private int chunksAtOnce() {
    long average = plainBytes.get() / Math.max(1, chunks.get());
    return average == 0 ? FIRST_CHUNKS : Math.clamp(BATCH_BYTES / average, MIN_CHUNKS, MAX_CHUNKS);
  }

  /// What is here already, from an earlier attempt or another volume, only this side knows.
  private long chunksToCome(Task task) {
    if (task.fresh) {
      return task.begun.chunks();
    }
    AtomicLong missing = new AtomicLong();
    new MissingObjects(transaction, transaction::has, task.settled.get())
        .all(task.tops, object -> missing.incrementAndGet());
    // One that stands in several places was counted at each.
    return Math.min(missing.get(), task.begun.chunks());
  }

  /// What is asked for at once.
  ///
  /// @param below whether with all directories and file maps below
  /// @param arrived is shown each object that came
  private record Question(List<ObjectRef> batch, boolean below, Consumer<StoredObject> arrived) {}

  /// Asks for what of a batch has not come, be it from a source that failed.
  private void ask(Sources.Source source, Question question) {
    boolean below = question.below;
    List<ObjectRef> lacking =
        question.batch.stream().filter(object -> !transaction.has(object.id())).toList();
    if (lacking.isEmpty()) {
      return;
    }
    ObjectRequest request = source.ledger().next(below, lacking);
    Set<ObjectRef> expected = new HashSet<>(lacking);
    Set<ObjectId> outstanding = new HashSet<>();
    lacking.forEach(object -> outstanding.add(object.id()));
    long came =
        source
            .connection()
            .objects(
                source.session(),
                request,
                answer ->
                    receipt.take(
                        Connection.records(answer),
                        object ->
                            expected.contains(object) || below && object.kind() != ObjectKind.CHUNK,
                        object -> {
                          outstanding.remove(object.id());
                          meter.object();
                          question.arrived.accept(object);
                        }));
    for (ObjectId id : outstanding) {
      throw leftOut(source.connection().address(), id);
    }
    objects.addAndGet(came);
    source.ledger().received(request);
  }

  private void arrived(long count) {
    bytes.addAndGet(count);
    meter.moved(count);
  }

  private static VolaryException leftOut(String address, ObjectId id) {
    return new VolaryException(
        Fault.CORRUPT,
        "%s left out the object %s, which a commit needs: run `volary fsck` there"
            .formatted(address, id.shortHex()));
  }
}
