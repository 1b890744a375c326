package dev.volary.core.capture;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.object.NewObject;
import dev.volary.core.object.ObjectSink;
import dev.volary.core.object.ObjectSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Takes new objects without storing them: directories and file maps stay on the heap, chunks are
/// forgotten. Thread-safe.
final class Overlay implements ObjectSink, ObjectSource {
  private final ObjectSink stored;
  private final ObjectSource source;
  private final Map<ObjectId, byte[]> fresh = new ConcurrentHashMap<>();

  Overlay(ObjectSink stored, ObjectSource source) {
    this.stored = stored;
    this.source = source;
  }

  @Override
  public boolean has(ObjectId id) {
    return fresh.containsKey(id) || stored.has(id);
  }

  @Override
  public void put(NewObject object) {
    if (object.kind() != ObjectKind.CHUNK) {
      fresh.put(object.id(), object.plain());
    }
  }

  @Override
  public byte[] read(ObjectKind kind, ObjectId id) {
    byte[] plain = fresh.get(id);
    return plain != null ? plain.clone() : source.read(kind, id);
  }
}
