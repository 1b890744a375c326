package dev.volary.core.history;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// A history seen by those who carry it from one depot to another. Safe for threads and processes.
public interface HistoryTransfer {
  /// What a ref holds.
  ///
  /// @param object the object itself, a tag's own where it is annotated
  /// @param commit the commit it leads to, if it leads to one
  record RawRef(GitObjectId object, Optional<CommitId> commit) {}

  /// A request to create, move or remove a ref of any kind.
  ///
  /// @param expected what it must hold; empty if it must not exist
  /// @param target what it shall hold; empty to remove it
  /// @param force whether a commit it holds may be left behind
  /// @param reason one line for the reflog
  record RefChange(
      RefName ref,
      Optional<GitObjectId> expected,
      Optional<GitObjectId> target,
      boolean force,
      Identity by,
      String reason) {}

  /// A commit of access rules to be written.
  ///
  /// @param message one line that says what changed
  record NewRules(List<CommitId> parents, String text, Identity by, String message) {
    public NewRules {
      parents = List.copyOf(parents);
    }
  }

  /// Writes a pack, version 2, of all that `wants` reach and `haves` do not; deltas in it may rest
  /// on objects of the latter. Haves that are not here are passed over; NOT_FOUND for such wants.
  void send(OutputStream pack, Collection<GitObjectId> wants, Collection<GitObjectId> haves);

  /// Takes in a pack, which may be thin; durable when it returns. No ref is moved.
  ///
  /// CORRUPT, and nothing kept, unless every object is valid and all it names is there, and every
  /// commit's tree is one that Volary makes: of facts, of labels or of access rules. LIMIT if it is
  /// longer than `maxBytes`. A stream that fails is an [java.io.UncheckedIOException].
  void receive(InputStream pack, long maxBytes);

  /// All refs whose names begin so; the empty prefix is all of them.
  SortedMap<RefName, RawRef> refs(String prefix);

  /// Makes changes, each durable, under one lock, once all are known to be possible. A tip of a
  /// branch or tag that is overwritten or removed goes to the kept shelf.
  ///
  /// BUSY if a ref holds something else than expected, CONFLICT if it exists and must not, if its
  /// name collides with another, or if it would leave its commit behind and `force` is not set;
  /// NOT_FOUND if it or the target is not there. Only a failure of the machine can leave some
  /// changes made and others not.
  void update(List<RefChange> changes);

  /// Makes one change.
  default void update(RefChange change) {
    update(List.of(change));
  }

  /// The commits that `wants` reach and `haves` do not, ancestors first. Haves that are not here
  /// are passed over; NOT_FOUND for such wants.
  List<CommitId> between(Collection<CommitId> wants, Collection<CommitId> haves);

  /// Whether the object is there.
  boolean contains(GitObjectId object);

  /// Takes over the labels of notes that were received; see [Labels#merge].
  void mergeLabels(GitObjectId theirNotes, Identity by);

  /// The access rules that a commit holds; nothing where its tree holds none. NOT_FOUND if the
  /// commit is not there.
  Optional<String> rules(CommitId commit);

  /// Writes a commit of access rules durably and moves no ref. NOT_FOUND if a parent is not there,
  /// LIMIT if the text is too long to travel.
  CommitId commitRules(NewRules rules);

  /// Where the Git repository is.
  Path gitDir();
}
