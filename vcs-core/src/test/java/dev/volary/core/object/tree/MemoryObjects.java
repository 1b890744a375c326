package dev.volary.core.object.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectHash;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.object.NewObject;
import dev.volary.core.object.ObjectSink;
import dev.volary.core.object.ObjectSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Objects on the heap, which remembers what was put and read.
final class MemoryObjects implements ObjectSource, ObjectSink {
  final Map<ObjectId, NewObject> objects = new LinkedHashMap<>();
  final Set<ObjectId> reads = new HashSet<>();

  @Override
  public byte[] read(ObjectKind kind, ObjectId id) {
    NewObject object = objects.get(id);
    if (object == null || object.kind() != kind) {
      throw new VolaryException(Fault.NOT_FOUND, kind + " " + id + " is not here");
    }
    reads.add(id);
    return object.plain().clone();
  }

  @Override
  public boolean has(ObjectId id) {
    return objects.containsKey(id);
  }

  @Override
  public void put(NewObject object) {
    assertThat(object.id()).isEqualTo(ObjectHash.of(object.kind(), object.plain()));
    assertThat(objects).as("put twice").doesNotContainKey(object.id());
    objects.put(object.id(), object);
  }

  /// Puts bytes whatever they are and returns their id.
  ObjectId force(ObjectKind kind, byte[] plain) {
    ObjectId id = ObjectHash.of(kind, plain);
    objects.put(id, new NewObject(id, kind, plain, List.of()));
    return id;
  }

  /// Returns the bytes of all objects.
  long bytes() {
    return objects.values().stream().mapToLong(object -> object.plain().length).sum();
  }
}
