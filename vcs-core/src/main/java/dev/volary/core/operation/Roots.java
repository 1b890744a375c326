package dev.volary.core.operation;

import dev.volary.core.depot.Depot;
import dev.volary.core.depot.Volume;
import dev.volary.core.depot.VolumeName;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.LogQuery;
import dev.volary.core.history.RefName;
import dev.volary.core.history.ShelvedRef;
import dev.volary.core.history.ShelvedRef.Shelf;
import dev.volary.core.history.VolumeHistory.HeldCommit;
import dev.volary.core.history.VolumeHistory.Lapsed;
import dev.volary.core.reach.Completion;
import dev.volary.core.restore.Intent;
import dev.volary.core.worktree.Pending;
import dev.volary.core.worktree.Provision;
import dev.volary.core.worktree.WorktreeFolder;
import dev.volary.core.worktree.WorktreeRecord;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds every commit whose data must stay: what refs, shelves and reflogs reach, what worktrees
/// come from or are about to become, of volumes in use and in the trash.
public final class Roots {
  private final Depot depot;
  private final Expiry expiry;

  /// The roots of `depot`.
  public Roots(Depot depot) {
    this(depot, Expiry.NONE);
  }

  /// Those without what `expiry` ends.
  Roots(Depot depot, Expiry expiry) {
    this.depot = depot;
    this.expiry = expiry;
  }

  /// Since when things must have been there to be let go.
  ///
  /// @param trash what was deleted then or earlier
  /// @param safety worktree states saved before then
  /// @param tips kept, stashed and incoming tips and moves in reflogs from before then
  record Expiry(Instant trash, Instant safety, Instant tips) {
    static final Expiry NONE = new Expiry(Instant.MIN, Instant.MIN, Instant.MIN);

    boolean endsTrash(Instant deleted) {
      return !deleted.isAfter(trash);
    }

    /// Returns what is over in one volume.
    Lapsed in(Volume volume) {
      Set<RefName> over = new HashSet<>();
      for (Shelf shelf : Shelf.values()) {
        for (ShelvedRef shelved : volume.history().refs().shelved(shelf)) {
          boolean ends =
              switch (shelf) {
                case TRASH -> endsTrash(shelved.since());
                case SAFETY -> shelved.since().isBefore(safety);
                case KEPT, STASH, INCOMING -> shelved.since().isBefore(tips);
              };
          if (ends) {
            over.add(shelved.ref());
          }
        }
      }
      return new Lapsed(over, tips);
    }
  }

  /// A commit that keeps its data.
  ///
  /// @param root of its tree
  /// @param heldBy what keeps it, such as `refs/heads/main` or `worktree /srv/pg`
  public record Held(VolumeName volume, CommitId commit, ObjectId root, String heldBy) {}

  /// Returns all of them, each once a volume, whose data is recorded as being here.
  public List<Held> all() throws IOException {
    List<Held> all = new ArrayList<>();
    KeptVolumes.visit(
        depot,
        expiry,
        (volume, worktrees, trashed) -> {
          Lapsed lapsed = expiry.equals(Expiry.NONE) ? Lapsed.NOTHING : expiry.in(volume);
          all.addAll(of(volume, worktrees, trashed, lapsed));
        });
    addInterrupted(all);
    return all;
  }

  /// Adds the trees that interrupted changes of worktrees come from and lead to, which need not be
  /// those of the commits in the record.
  private void addInterrupted(List<Held> all) throws IOException {
    for (Map.Entry<WorktreeFolder, WorktreeRecord> entry : depot.worktrees().all().entrySet()) {
      WorktreeRecord record = entry.getValue();
      Optional<Intent> intent = Intent.read(entry.getKey().intentFile());
      List<CommitId> tips = tips(record);
      if (intent.isEmpty() || tips.isEmpty()) {
        continue;
      }
      VolumeName volume = new VolumeName(record.volume());
      String heldBy = "interrupted change of " + record.identity().path();
      all.add(new Held(volume, tips.getLast(), intent.get().wanted(), heldBy));
      intent.get().old().ifPresent(old -> all.add(new Held(volume, tips.getLast(), old, heldBy)));
    }
  }

  /// Returns those of one volume.
  static List<Held> of(Volume volume, Collection<WorktreeRecord> worktrees, boolean trashed)
      throws IOException {
    return of(volume, worktrees, trashed, Lapsed.NOTHING);
  }

  private static List<Held> of(
      Volume volume, Collection<WorktreeRecord> worktrees, boolean trashed, Lapsed lapsed)
      throws IOException {
    Map<CommitId, Completion> states = volume.completeness().all();
    List<Held> all = new ArrayList<>();
    commits(volume, worktrees, lapsed)
        .forEach((commit, heldBy) -> {
          if (states.get(commit) == Completion.COMPLETE) {
            ObjectId root = volume.history().facts(commit).root();
            all.add(new Held(volume.name(), commit, root, trashed ? "trash, " + heldBy : heldBy));
          }
        });
    return all;
  }

  /// Returns the commits of one volume with what holds each, whatever is recorded of their data.
  static Map<CommitId, String> commits(Volume volume, Collection<WorktreeRecord> worktrees) {
    return commits(volume, worktrees, Lapsed.NOTHING);
  }

  /// Returns them without what has lapsed.
  static Map<CommitId, String> commits(
      Volume volume, Collection<WorktreeRecord> worktrees, Lapsed lapsed) {
    Map<CommitId, String> commits = new LinkedHashMap<>();
    for (HeldCommit held : volume.history().roots(lapsed)) {
      commits.put(held.commit(), held.heldBy());
    }
    for (WorktreeRecord worktree : worktrees) {
      for (CommitId tip : tips(worktree)) {
        if (!commits.containsKey(tip) && volume.history().contains(tip)) {
          LogQuery past = LogQuery.of(new LogQuery.Range(List.of(tip), List.of()));
          volume
              .history()
              .walk(
                  past,
                  step -> {
                    commits.putIfAbsent(step.commit().id(), KeptVolumes.title(worktree));
                    return true;
                  });
        }
      }
    }
    return commits;
  }

  /// Returns what a worktree comes from and what it is about to become.
  static List<CommitId> tips(WorktreeRecord worktree) {
    List<CommitId> tips = new ArrayList<>(worktree.base().stream().toList());
    Optional<CommitId> coming =
        switch (worktree.pending()) {
          case Pending.Nothing() -> Optional.empty();
          case Pending.Committing(CommitId commit) -> Optional.of(commit);
          case Pending.Changing(_, CommitId commit) -> Optional.of(commit);
          case Pending.ChangingPart(CommitId commit) -> Optional.of(commit);
        };
    coming.ifPresent(tips::add);
    // What lies under an overlay is told from the tree it was made of.
    worktree.provision().overlay().map(Provision.Overlay::commit).ifPresent(tips::add);
    return tips;
  }
}
