package dev.volary.remote.transfer;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.store.ObjectTransaction;
import dev.volary.core.store.pack.PackRecord;
import dev.volary.core.store.pack.PackRecord.Slot;
import dev.volary.core.store.read.StoredObject;
import dev.volary.remote.message.ObjectRef;
import dev.volary.remote.wire.RecordStreamReader;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

/// Takes records from a stream into a transaction: decoded and checked against their ids on the
/// calling thread, kept durably each time enough has gathered. Thread-safe.
public final class RecordReceipt {
  /// What a cut may cost at most, in bytes of records.
  private static final long KEEP_EVERY_BYTES = 32 << 20;

  private final ObjectTransaction transaction;
  private final LongConsumer arrived;
  private long unkept;

  /// Receipts into `transaction`; `arrived` is told the bytes of each record.
  public RecordReceipt(ObjectTransaction transaction, LongConsumer arrived) {
    this.transaction = transaction;
    this.arrived = arrived;
  }

  /// Takes in all records of `stream`, whose objects must be `expected`; CORRUPT if one is not, or
  /// is not what its id says. Returns how many objects came.
  ///
  /// @param seen is told every object whose bytes were checked
  public long take(
      RecordStreamReader stream, Predicate<ObjectRef> expected, Consumer<StoredObject> seen)
      throws IOException {
    while (true) {
      long before = stream.bytes();
      Optional<PackRecord> record = stream.next();
      if (record.isEmpty()) {
        return stream.objects();
      }
      require(record.get(), expected);
      transaction.accept(record.get(), seen);
      long bytes = stream.bytes() - before;
      arrived.accept(bytes);
      keepIfMany(bytes);
    }
  }

  private static void require(PackRecord record, Predicate<ObjectRef> expected) {
    for (Slot slot : record.slots()) {
      if (!expected.test(new ObjectRef(record.kind(), slot.id()))) {
        throw new VolaryException(
            Fault.CORRUPT,
            "The other side sent the object " + slot.id().shortHex() + ", which nobody asked for");
      }
    }
  }

  private synchronized void keepIfMany(long bytes) {
    unkept += bytes;
    if (unkept >= KEEP_EVERY_BYTES) {
      keep();
    }
  }

  /// Makes durable what has arrived.
  public synchronized void keep() {
    unkept = 0;
    transaction.publish();
  }
}
