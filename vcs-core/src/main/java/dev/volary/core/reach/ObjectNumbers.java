package dev.volary.core.reach;

import dev.volary.core.hash.ObjectId;
import java.util.Optional;

/// Tells the permanent numbers of stored objects, as the store gave them. Thread-safe.
@FunctionalInterface
public interface ObjectNumbers {
  /// Returns the number of a stored object, or nothing where it is not stored.
  Optional<Long> numberOf(ObjectId id);
}
