package dev.volary.core.history;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// The history of one volume. Safe for threads; several processes may have it open at once.
///
/// A stored history that breaks its own format is CORRUPT in every method; writing fails with BUSY
/// while another process keeps the history locked.
public interface VolumeHistory extends AutoCloseable {
  /// A step of a log: a commit met on the walk, and whether the query shows it.
  record LogStep(CommitInfo commit, boolean shown) {}

  /// A commit whose data must stay.
  ///
  /// @param heldBy the ref that reaches it, or `reflog of` one
  record HeldCommit(CommitId commit, String heldBy) {}

  /// What holds nothing any more although it is still there.
  ///
  /// @param refs those whose time is over
  /// @param reflogsBefore when the moves were made that hold nothing
  record Lapsed(Set<RefName> refs, Instant reflogsBefore) {
    /// Everything holds.
    public static final Lapsed NOTHING = new Lapsed(Set.of(), Instant.MIN);

    public Lapsed {
      refs = Set.copyOf(refs);
    }
  }

  /// What to let go of for good.
  ///
  /// @param reflogsBefore moves made before then; the latest of each ref stays
  /// @param objectsBefore commits and other objects written before then that nothing reaches
  /// @param held commits that the caller's worktrees hold
  record Prune(Instant reflogsBefore, Instant objectsBefore, Collection<CommitId> held) {
    public Prune {
      held = List.copyOf(held);
    }
  }

  /// What was let go of.
  record Pruned(int moves, int objects) {}

  /// What maintenance did.
  record Upkeep(int packedObjects, int packedRefs, int removedLocks) {}

  /// Writes a commit durably and moves no ref. NOT_FOUND if a parent is not there.
  CommitId commit(NewCommit commit);

  /// Whether a commit is there.
  boolean contains(CommitId id);

  /// A commit by its id; NOT_FOUND if it is not there.
  CommitInfo read(CommitId id);

  /// The facts of a commit by its id, without its labels; NOT_FOUND if it is not there.
  Facts facts(CommitId id);

  /// The commit a revision names: Git's syntax, and `NAME@{2026-11-17 23:32}` by capture time.
  /// NOT_FOUND with near misses, CONFLICT with the candidates if it is ambiguous, USAGE if it is
  /// malformed.
  CommitId resolve(String revision);

  /// The commits an expression names: `A..B`, `A...B`, `^A`, or one revision.
  LogQuery.Range resolveRange(String expression);

  /// Visits commits in topological order, children before parents and the latest first; also those
  /// the filter hides, so that a graph can be drawn. Ends when the visitor returns false or the
  /// limit of shown commits is reached.
  void walk(LogQuery query, Predicate<LogStep> visitor);

  /// The shown commits of a query in topological order.
  List<CommitInfo> log(LogQuery query);

  /// The best common ancestor of two commits.
  Optional<CommitId> mergeBase(CommitId a, CommitId b);

  /// Whether one commit is the other or one of its ancestors.
  boolean isAncestor(CommitId ancestor, CommitId descendant);

  /// Every commit that keeps data alive, once, with what reaches it: refs of all kinds, shelves and
  /// reflogs. Commits that carry labels or access rules only are none.
  default List<HeldCommit> roots() {
    return roots(Lapsed.NOTHING);
  }

  /// As [#roots()], as if what has lapsed were gone already.
  List<HeldCommit> roots(Lapsed lapsed);

  /// Its refs.
  Refs refs();

  /// Its tags.
  Tags tags();

  /// Its labels.
  Labels labels();

  /// How it is carried to other depots and from them.
  HistoryTransfer transfer();

  /// Packs loose objects and refs once there are many, and removes what crashes left behind; cheap
  /// when there is nothing to do.
  Upkeep maintain();

  /// Lets go of old moves in reflogs, and of old objects that no ref, shelf, reflog, recorded move
  /// or young object reaches; of none while something is being received. Nobody may be about to
  /// name by its id a commit that nothing reaches: the caller sees to that.
  Pruned prune(Prune what);

  @Override
  void close();
}
