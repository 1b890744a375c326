package dev.volary.core.history.git;

import dev.volary.core.history.CommitId;
import dev.volary.core.history.CommitInfo;
import dev.volary.core.history.Facts;
import dev.volary.core.history.HistoryTransfer;
import dev.volary.core.history.Labels;
import dev.volary.core.history.LogQuery;
import dev.volary.core.history.NewCommit;
import dev.volary.core.history.RefName;
import dev.volary.core.history.Refs;
import dev.volary.core.history.Tags;
import dev.volary.core.history.VolumeHistory;
import dev.volary.core.history.git.incoming.IncomingPack;
import dev.volary.core.history.git.upkeep.ObjectPacking;
import dev.volary.core.history.git.upkeep.Pruning;
import dev.volary.core.history.git.upkeep.ReflogExpiry;
import dev.volary.core.history.moves.RecordedMoves;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.revwalk.RevWalk;

/// A history in a bare Git repository: the door to this package.
public final class GitHistory implements VolumeHistory {
  private final BareRepository repository;
  private final CommitStore commits;
  private final RefStore refs;
  private final TagStore tags;
  private final LabelStore labels;
  private final Revisions revisions;
  private final LogWalk walks;
  private final HistoryTransfer transfer;

  private GitHistory(BareRepository repository) {
    this.repository = repository;
    this.commits = new CommitStore(repository);
    this.refs = new RefStore(repository);
    this.tags = new TagStore(repository, refs);
    this.labels = new LabelStore(repository, refs);
    this.revisions = new Revisions(repository, refs);
    this.walks = new LogWalk(repository, refs, labels);
    this.transfer = new GitTransfer(repository, labels);
  }

  /// Creates an empty history in a directory that does not exist yet or is empty, durably and in
  /// one step, and opens it. CONFLICT if there is one.
  public static VolumeHistory create(Path gitDir, RefName defaultBranch, HistorySetup setup) {
    try {
      BareRepository.create(gitDir, defaultBranch);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return open(gitDir, setup);
  }

  /// Opens the history in a directory; NOT_FOUND if there is none.
  public static VolumeHistory open(Path gitDir, HistorySetup setup) {
    return new GitHistory(BareRepository.open(gitDir, setup));
  }

  @Override
  public CommitId commit(NewCommit commit) {
    return repository.write(() -> commits.write(commit));
  }

  @Override
  public boolean contains(CommitId id) {
    return repository.read(() -> {
      try (RevWalk walk = new RevWalk(repository.files())) {
        return walk.getObjectReader().has(BareRepository.git(id), Constants.OBJ_COMMIT);
      }
    });
  }

  @Override
  public CommitInfo read(CommitId id) {
    return repository.read(() -> walks.read(id));
  }

  @Override
  public Facts facts(CommitId id) {
    return repository.read(() -> {
      try (RevWalk walk = new RevWalk(repository.files())) {
        return CommitStore.facts(walk.getObjectReader(), CommitStore.parse(walk, id));
      }
    });
  }

  @Override
  public CommitId resolve(String revision) {
    return repository.read(() -> revisions.resolve(revision));
  }

  @Override
  public LogQuery.Range resolveRange(String expression) {
    return repository.read(() -> revisions.resolveRange(expression));
  }

  @Override
  public void walk(LogQuery query, Predicate<LogStep> visitor) {
    repository.read(() -> {
      walks.walk(query, visitor);
      return query;
    });
  }

  @Override
  public List<CommitInfo> log(LogQuery query) {
    List<CommitInfo> shown = new ArrayList<>();
    walk(
        query,
        step -> {
          if (step.shown()) {
            shown.add(step.commit());
          }
          return true;
        });
    return shown;
  }

  @Override
  public Optional<CommitId> mergeBase(CommitId a, CommitId b) {
    return repository.read(() -> LogWalk.mergeBases(repository, a, b).stream().findFirst());
  }

  @Override
  public boolean isAncestor(CommitId ancestor, CommitId descendant) {
    return repository.read(() -> walks.isAncestor(ancestor, descendant));
  }

  @Override
  public List<HeldCommit> roots(Lapsed lapsed) {
    return repository.read(() -> new Roots(repository).without(lapsed));
  }

  @Override
  public Refs refs() {
    return refs;
  }

  @Override
  public Tags tags() {
    return tags;
  }

  @Override
  public Labels labels() {
    return labels;
  }

  @Override
  public HistoryTransfer transfer() {
    return transfer;
  }

  @Override
  public Upkeep maintain() {
    return repository.write(() -> {
      RefPacking names = new RefPacking(repository);
      int locks = names.removeStaleLocks();
      int packedRefs = names.pack();
      return new Upkeep(new ObjectPacking(repository.files()).pack(), packedRefs, locks);
    });
  }

  @Override
  public Pruned prune(Prune what) {
    return repository.write(() -> {
      int moves = ReflogExpiry.run(repository.gitDir(), what.reflogsBefore());
      if (IncomingPack.isUnderWay(repository.ownDirectory())) {
        return new Pruned(moves, 0);
      }
      new Roots(repository).requireReadableRefs();
      List<CommitId> held = new ArrayList<>(what.held());
      for (Refs.Move move : new RecordedMoves(repository.gitDir()).all()) {
        move.before().ifPresent(held::add);
        held.add(move.after());
      }
      Pruning pruning = new Pruning(repository.files(), repository.dropJournal());
      return new Pruned(moves, pruning.run(new Pruning.Limits(held, what.objectsBefore())));
    });
  }

  @Override
  public void close() {
    repository.close();
  }
}
