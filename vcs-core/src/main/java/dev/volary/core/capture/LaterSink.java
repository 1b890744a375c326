package dev.volary.core.capture;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.object.NewObject;
import dev.volary.core.object.ObjectSink;
import dev.volary.core.object.ObjectSource;
import java.util.LinkedHashMap;
import java.util.Map;

/// Holds new objects back while writers stand still, for compressing them takes longer than reading
/// them; what does not fit is put at once. Thread-safe.
final class LaterSink implements ObjectSink, ObjectSource {
  /// A quarter of the heap a commit has.
  private static final long MOST_BYTES = 64L << 20;

  private final ObjectSink sink;
  private final ObjectSource source;
  private final Map<ObjectId, NewObject> held = new LinkedHashMap<>();
  private long heldBytes;
  private boolean open;

  LaterSink(ObjectSink sink, ObjectSource source) {
    this.sink = sink;
    this.source = source;
  }

  /// Puts what was held back, in its order; from now on everything is put at once.
  void open() {
    while (true) {
      NewObject next;
      synchronized (this) {
        open = true;
        if (held.isEmpty()) {
          return;
        }
        next = held.values().iterator().next();
      }
      sink.put(next);
      synchronized (this) {
        held.remove(next.id());
      }
    }
  }

  @Override
  public boolean has(ObjectId id) {
    synchronized (this) {
      if (held.containsKey(id)) {
        return true;
      }
    }
    return sink.has(id);
  }

  @Override
  public void put(NewObject object) {
    synchronized (this) {
      if (!open && heldBytes + object.plain().length <= MOST_BYTES) {
        if (held.putIfAbsent(object.id(), object) == null) {
          heldBytes += object.plain().length;
        }
        return;
      }
    }
    sink.put(object);
  }

  @Override
  public byte[] read(ObjectKind kind, ObjectId id) {
    synchronized (this) {
      NewObject one = held.get(id);
      if (one != null) {
        return one.plain().clone();
      }
    }
    return source.read(kind, id);
  }
}
