package dev.volary.core.history;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// A commit as read back.
///
/// @param committed when it was written, whole seconds
/// @param message the full message, trailers included
/// @param labels those given with the commit, changed by those given later
public record CommitInfo(
    CommitId id,
    List<CommitId> parents,
    Identity author,
    Instant committed,
    String message,
    SortedMap<String, String> labels,
    Facts facts) {
  /// Copies the collections.
  public CommitInfo {
    parents = List.copyOf(parents);
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
  }

  /// The first line of the message.
  public String subject() {
    return message.lines().findFirst().orElse("");
  }

  /// The message without its label trailers.
  public String text() {
    return CommitMessage.withoutLabels(message);
  }
}
