package dev.volary.core.store.read;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.store.manifest.UniqueName;
import dev.volary.core.store.pack.DeltaRecord;
import dev.volary.core.store.pack.FrameRecord.FrameSlot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The most recently used records and objects, decoded, bounded in bytes. Thread-safe.
public final class DecodedCache {
  /// What an entry takes besides its bytes, roughly.
  private static final long ENTRY_BYTES = 200;

  /// What is kept under a key.
  public sealed interface Decoded {
    /// Returns what it takes in memory, roughly.
    long weightBytes();
  }

  /// A frame: its slots, its plain bytes, and which slots were checked against their ids.
  @SuppressWarnings("ArrayRecordComponent") // shared and never written to
  public record PlainFrame(
      ObjectKind kind, List<FrameSlot> slots, int[] offsets, byte[] plain, Set<Integer> verified)
      implements Decoded {
    PlainFrame(ObjectKind kind, List<FrameSlot> slots, int[] offsets, byte[] plain) {
      this(kind, slots, offsets, plain, ConcurrentHashMap.newKeySet());
    }

    @Override
    public long weightBytes() {
      return plain.length + slots.size() * 100L;
    }
  }

  /// A delta record, its payloads not decoded.
  public record Deltas(DeltaRecord record) implements Decoded {
    @Override
    public long weightBytes() {
      long sum = 0;
      for (DeltaRecord.DeltaSlot slot : record.slots()) {
        sum += 300 + slot.payload().length;
      }
      return sum;
    }
  }

  /// An object.
  public record Whole(StoredObject object) implements Decoded {
    @Override
    public long weightBytes() {
      return object.length();
    }
  }

  /// What an entry is known by.
  private sealed interface Key {}

  private record RecordKey(UniqueName pack, int offset) implements Key {}

  private record ObjectKey(ObjectId id) implements Key {}

  private final long limitBytes;
  private final Map<Key, Decoded> entries = new LinkedHashMap<>(64, 0.75f, true);
  private long bytes;

  /// An empty cache of at most `limitBytes`.
  public DecodedCache(long limitBytes) {
    this.limitBytes = limitBytes;
  }

  /// Returns the record at a place, if it is there.
  public Optional<Decoded> record(UniqueName pack, int offset) {
    return get(new RecordKey(pack, offset));
  }

  /// Keeps a decoded record.
  public void keep(UniqueName pack, int offset, Decoded decoded) {
    put(new RecordKey(pack, offset), decoded);
  }

  /// Returns an object that was decoded from a delta, if it is there.
  public Optional<StoredObject> object(ObjectId id) {
    return get(new ObjectKey(id)).map(found -> ((Whole) found).object());
  }

  /// Keeps an object that was decoded from a delta.
  public void keep(StoredObject object) {
    put(new ObjectKey(object.id()), new Whole(object));
  }

  /// Forgets everything.
  public synchronized void clear() {
    entries.clear();
    bytes = 0;
  }

  private synchronized Optional<Decoded> get(Key key) {
    return Optional.ofNullable(entries.get(key));
  }

  private synchronized void put(Key key, Decoded decoded) {
    Decoded before = entries.put(key, decoded);
    bytes += decoded.weightBytes() + ENTRY_BYTES;
    if (before != null) {
      bytes -= before.weightBytes() + ENTRY_BYTES;
    }
    var eldest = entries.values().iterator();
    while (bytes > limitBytes && eldest.hasNext()) {
      bytes -= eldest.next().weightBytes() + ENTRY_BYTES;
      eldest.remove();
    }
  }
}
