package dev.volary.core.reach;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// A set of objects of a depot in about one bit each.
///
/// Stored objects are held by their permanent numbers; ids that are not stored, of which there are
/// few, as they are. An object counts once for each kind it is taken for: a directory that somebody
/// names as a chunk must not make the walk pass over the directory. Not thread-safe.
public final class ObjectSet {
  private final ObjectNumbers numbers;
  private final Map<ObjectKind, NumberSet> stored = new EnumMap<>(ObjectKind.class);
  private final Map<ObjectKind, Set<ObjectId>> absent = new EnumMap<>(ObjectKind.class);

  /// An empty set of objects whose numbers are told by `numbers`.
  public ObjectSet(ObjectNumbers numbers) {
    this.numbers = numbers;
    for (ObjectKind kind : ObjectKind.values()) {
      stored.put(kind, new NumberSet());
      absent.put(kind, new HashSet<>());
    }
  }

  /// A set of what is stored under `known` numbers, which are copied.
  ObjectSet(ObjectNumbers numbers, Map<ObjectKind, NumberSet> known) {
    this(numbers);
    known.forEach((kind, set) -> stored.put(kind, set.copy()));
  }

  /// Returns the numbers of the stored objects, those of the caller's moment.
  Map<ObjectKind, NumberSet> stored() {
    Map<ObjectKind, NumberSet> out = new EnumMap<>(ObjectKind.class);
    stored.forEach((kind, set) -> out.put(kind, set.copy()));
    return out;
  }

  /// Tells whether any object of the set is not stored.
  public boolean anyAbsent() {
    return absent.values().stream().anyMatch(ids -> !ids.isEmpty());
  }

  /// Puts an object in; returns whether it was not there.
  public boolean add(ObjectKind kind, ObjectId id) {
    Optional<Long> number = numbers.numberOf(id);
    return number.isPresent() ? of(stored, kind).add(number.get()) : of(absent, kind).add(id);
  }

  /// Tells whether the object, taken for `kind`, is in the set.
  public boolean contains(ObjectKind kind, ObjectId id) {
    Optional<Long> number = numbers.numberOf(id);
    return number.isPresent()
        ? of(stored, kind).contains(number.get())
        : of(absent, kind).contains(id);
  }

  /// Returns how many objects of `kind` there are.
  public long size(ObjectKind kind) {
    return of(stored, kind).size() + of(absent, kind).size();
  }

  /// Returns how many stored objects of `kind` there are that `other` lacks.
  public long sizeWithout(ObjectKind kind, ObjectSet other) {
    return of(stored, kind).sizeWithout(of(other.stored, kind));
  }

  private static <T> T of(Map<ObjectKind, T> map, ObjectKind kind) {
    return Objects.requireNonNull(map.get(kind));
  }
}
