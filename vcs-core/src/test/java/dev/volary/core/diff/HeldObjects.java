package dev.volary.core.diff;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectHash;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.object.NewObject;
import dev.volary.core.object.ObjectSink;
import dev.volary.core.object.ObjectSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Objects on the heap, counting how many are read.
public final class HeldObjects implements ObjectSource, ObjectSink {
  private final Map<ObjectId, byte[]> objects = new ConcurrentHashMap<>();
  private final AtomicLong reads = new AtomicLong();

  /// Puts a chunk and returns its id.
  public ObjectId chunk(byte[] bytes) {
    ObjectId id = ObjectHash.of(ObjectKind.CHUNK, bytes);
    put(new NewObject(id, ObjectKind.CHUNK, bytes, List.of()));
    return id;
  }

  /// Returns how many objects were read so far.
  public long reads() {
    return reads.get();
  }

  @Override
  public boolean has(ObjectId id) {
    return objects.containsKey(id);
  }

  @Override
  public void put(NewObject object) {
    objects.putIfAbsent(object.id(), object.plain());
  }

  @Override
  public byte[] read(ObjectKind kind, ObjectId id) {
    reads.incrementAndGet();
    byte[] bytes = objects.get(id);
    if (bytes == null) {
      throw new VolaryException(Fault.NOT_FOUND, kind + " " + id + " is not there");
    }
    return bytes.clone();
  }
}
