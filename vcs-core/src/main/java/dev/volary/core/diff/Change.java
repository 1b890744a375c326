package dev.volary.core.diff;

import dev.volary.core.io.ByteString;
import dev.volary.core.object.Entry;
import java.util.Optional;
import java.util.Set;

/// One path that differs between two trees.
///
/// @param path relative to the top, joined by `/`; empty for the top directory itself
/// @param from the path it had before, for [ChangeType#RENAMED] only
/// @param before the entry in the first tree; nothing for an added path and for the top
/// @param after the entry in the second tree; nothing for a removed path and for the top
/// @param aspects what differs, for [ChangeType#MODIFIED] and [ChangeType#RENAMED]
public record Change(
    ByteString path,
    ChangeType type,
    Optional<ByteString> from,
    Optional<Entry> before,
    Optional<Entry> after,
    Set<Aspect> aspects) {
  public Change {
    aspects = Set.copyOf(aspects);
    if (from.isPresent() != (type == ChangeType.RENAMED)) {
      throw new IllegalArgumentException(type + " from " + from);
    }
  }

  static Change added(ByteString path, Entry after) {
    return new Change(
        path, ChangeType.ADDED, Optional.empty(), Optional.empty(), Optional.of(after), Set.of());
  }

  static Change removed(ByteString path, Entry before) {
    return new Change(
        path,
        ChangeType.REMOVED,
        Optional.empty(),
        Optional.of(before),
        Optional.empty(),
        Set.of());
  }

  static Change modified(ByteString path, Entry before, Entry after, Set<Aspect> aspects) {
    return new Change(
        path,
        ChangeType.MODIFIED,
        Optional.empty(),
        Optional.of(before),
        Optional.of(after),
        aspects);
  }

  static Change renamed(ByteString from, Entry before, ByteString to, Entry after) {
    return new Change(
        to,
        ChangeType.RENAMED,
        Optional.of(from),
        Optional.of(before),
        Optional.of(after),
        Aspect.aroundContent(before, after));
  }

  static Change ofTop(Set<Aspect> aspects) {
    return new Change(
        ByteString.EMPTY,
        ChangeType.MODIFIED,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        aspects);
  }
}
