package dev.volary.core.store;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.store.pack.Codec;
import java.util.List;
import java.util.Set;

/// What a record of a pack says of itself.
///
/// @param offset where it begins in the pack
/// @param storedBytes its coded bytes, without descriptors
public record RecordFacts(
    int offset, long storedBytes, Codec codec, ObjectKind kind, List<ObjectFacts> objects) {
  public RecordFacts {
    objects = List.copyOf(objects);
  }

  /// What a record says of one of its objects.
  ///
  /// @param storedBytes its coded bytes; in a frame, its share of them
  /// @param depth how many bases stand one behind the other under it
  /// @param bases the objects it is coded against
  public record ObjectFacts(
      ObjectId id, int plainBytes, long storedBytes, int depth, Set<ObjectId> bases) {
    public ObjectFacts {
      bases = Set.copyOf(bases);
    }
  }
}
