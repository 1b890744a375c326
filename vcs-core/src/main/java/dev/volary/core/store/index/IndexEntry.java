package dev.volary.core.store.index;

import dev.volary.core.hash.ObjectId;

/// One line of an index: an id and where one of its records stands.
public record IndexEntry(ObjectId id, Location location) implements Comparable<IndexEntry> {
  /// The order of entries in a file: by id, then by pack; no two entries are equal in both.
  @Override
  public int compareTo(IndexEntry other) {
    int order = id.compareTo(other.id);
    return order != 0 ? order : Long.compare(location.pack(), other.location.pack());
  }
}
