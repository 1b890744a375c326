package dev.volary.core.history;

import dev.volary.core.history.ShelvedRef.Shelf;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// The refs of a volume. Safe for threads and processes; every change is durable when its method
/// returns. All changes fail with BUSY while another process keeps the history locked.
public interface Refs {
  /// A move of a ref written down before it happens, so that a crash in between can be told from a
  /// move that never was.
  record Move(RefName ref, Optional<CommitId> before, CommitId after) {}

  /// The commit a ref leads to, through a tag if need be.
  Optional<CommitId> find(RefName ref);

  /// All refs whose names begin so (such as [RefName#BRANCHES]) and lead to commits.
  SortedMap<RefName, CommitId> list(String prefix);

  /// The branch that stands for the volume where none is named; it need not exist yet.
  RefName defaultBranch();

  /// Makes another branch the default.
  void setDefaultBranch(RefName branch);

  /// Moves or creates a ref. An overwritten tip that the new one does not contain goes to the kept
  /// shelf, and is returned. BUSY if the ref stands elsewhere than expected, CONFLICT if it exists
  /// and must not or if its name collides with another (`a` and `a/b`), NOT_FOUND if it or the
  /// target is gone.
  Optional<ShelvedRef> update(RefUpdate update);

  /// Removes a ref after putting its tip on a shelf ([Shelf#KEPT] or [Shelf#TRASH]). BUSY if it
  /// stands elsewhere than expected, NOT_FOUND if there is none.
  ShelvedRef delete(RefName ref, CommitId expected, Shelf to, Identity by);

  /// Renames a branch with its reflog; the default branch stays the default under its new name.
  /// NOT_FOUND, or CONFLICT if the new name is taken.
  void rename(RefName from, RefName to, Identity by);

  /// What moved a ref, the latest first.
  List<ReflogEntry> reflog(RefName ref);

  /// Puts a commit on a shelf, as the state of a ref.
  ShelvedRef shelve(Shelf shelf, RefName origin, CommitId tip);

  /// What lies on a shelf, the latest first.
  List<ShelvedRef> shelved(Shelf shelf);

  /// Brings a tip back as a ref that must not exist (tags with their annotation), and takes it off
  /// its shelf. CONFLICT if the ref exists.
  void restore(ShelvedRef shelved, RefName as, Identity by);

  /// Takes a tip off its shelf for good.
  void drop(ShelvedRef shelved);

  /// Drops everything put on a shelf before a time, and names it.
  List<ShelvedRef> expire(Shelf shelf, Instant before);

  /// Writes down, for one owner (a worktree's id), the move that is about to be made.
  void recordMove(String owner, Move move);

  /// The move an owner wrote down last and did not clear.
  Optional<Move> recordedMove(String owner);

  /// Forgets what an owner wrote down.
  void clearMove(String owner);

  /// Whether a recorded move was made, whatever happened to the ref since.
  boolean happened(Move move);
}
