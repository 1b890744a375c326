package dev.volary.core.object;

import dev.volary.core.hash.ObjectId;

/// Where new objects go. Thread-safe; what was put is kept only once its owner publishes.
public interface ObjectSink {
  /// Tells whether the object need not be put: it is stored, or was put before.
  boolean has(ObjectId id);

  /// Takes over an object and its array; one that is there already is passed over.
  ///
  /// May wait until bytes put earlier are written, so that memory stays bounded.
  void put(NewObject object);
}
