package dev.volary.core.object.tree;

import dev.volary.core.io.ByteString;
import dev.volary.core.object.tree.InnerPage.Child;

/// A place between two pages of one level: after a name of a directory, or at an offset of a file.
///
/// @param name the last name before it; empty in file maps
/// @param offset the bytes (or, in directories, entries) before it
record Bound(ByteString name, long offset) implements Comparable<Bound> {
  /// Before everything.
  static final Bound START = new Bound(ByteString.EMPTY, 0);

  /// Returns the place after `child`, which begins here.
  Bound after(Child child) {
    return new Bound(child.last(), offset + child.amount());
  }

  /// Orders by name, and by offset where there are no names.
  @Override
  public int compareTo(Bound other) {
    return name.isEmpty() && other.name.isEmpty()
        ? Long.compare(offset, other.offset)
        : name.compareTo(other.name);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bound that && compareTo(that) == 0;
  }

  @Override
  public int hashCode() {
    return name.isEmpty() ? Long.hashCode(offset) : name.hashCode();
  }
}
