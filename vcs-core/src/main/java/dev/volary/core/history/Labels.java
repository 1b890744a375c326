package dev.volary.core.history;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/// The labels given to commits after they were made; they travel as Git notes.
public interface Labels {
  /// The ref that keeps them.
  RefName REF = new RefName("refs/notes/labels");

  /// All labels of a commit: its own, changed by those given later.
  SortedMap<String, String> of(CommitId commit);

  /// Sets the labels that have a value and takes away those that have none. NOT_FOUND if there is
  /// no such commit, USAGE for labels that break the rules of [LabelText].
  void change(CommitId commit, Map<String, Optional<String>> changes, Identity by);

  /// Takes over the labels of another history whose notes were fetched, key by key; where both
  /// sides changed the same key, the later side wins.
  void merge(CommitId theirNotes, Identity by);
}
