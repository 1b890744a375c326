package dev.volary.core.history;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// A commit to be written.
///
/// @param parents first the one this follows; empty for the first of a branch
/// @param message what the user said; labels are added to it as trailers
/// @param labels valid in the sense of [LabelText]
public record NewCommit(
    List<CommitId> parents,
    Identity author,
    String message,
    SortedMap<String, String> labels,
    Facts facts) {
  /// Copies the collections and refuses invalid labels; USAGE.
  public NewCommit {
    parents = List.copyOf(parents);
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    labels.forEach(LabelText::check);
  }
}
