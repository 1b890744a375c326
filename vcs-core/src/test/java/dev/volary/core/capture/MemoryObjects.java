package dev.volary.core.capture;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectHash;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.object.NewObject;
import dev.volary.core.object.ObjectSink;
import dev.volary.core.object.ObjectSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// A store on the heap that checks what it is given.
final class MemoryObjects implements ObjectSink, ObjectSource {
  private final Map<ObjectId, NewObject> objects = new ConcurrentHashMap<>();
  private final AtomicLong chunkBytes = new AtomicLong();

  @Override
  public boolean has(ObjectId id) {
    return objects.containsKey(id);
  }

  @Override
  public void put(NewObject object) {
    if (!ObjectHash.of(object.kind(), object.plain()).equals(object.id())) {
      throw new IllegalArgumentException(object.id() + " is not the id of its bytes");
    }
    object
        .base()
        .forEach(piece -> {
          int length = read(object.kind(), piece.id()).length;
          if (piece.offset() + piece.length() > length) {
            throw new IllegalArgumentException(piece + " of " + length + " bytes");
          }
        });
    if (objects.putIfAbsent(object.id(), object) == null && object.kind() == ObjectKind.CHUNK) {
      chunkBytes.addAndGet(object.plain().length);
    }
  }

  @Override
  public byte[] read(ObjectKind kind, ObjectId id) {
    NewObject object = objects.get(id);
    if (object == null || object.kind() != kind) {
      throw new VolaryException(Fault.NOT_FOUND, kind + " " + id + " is not here");
    }
    return object.plain().clone();
  }

  int count() {
    return objects.size();
  }

  long chunkBytes() {
    return chunkBytes.get();
  }

  Iterable<NewObject> all() {
    return objects.values();
  }
}
