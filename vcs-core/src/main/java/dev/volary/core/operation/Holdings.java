package dev.volary.core.operation;

import dev.volary.core.depot.Depot;
import dev.volary.core.depot.Volume;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.LogQuery;
import dev.volary.core.history.RefName;
import dev.volary.core.history.ShelvedRef;
import dev.volary.core.reach.Completion;
import dev.volary.core.worktree.WorktreeRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Who holds which commits of a depot, told as sets of holders with the roots that exactly they
/// hold.
///
/// @param holders all of them; sets are of their positions
/// @param roots the roots under each set
record Holdings(List<Holder> holders, Map<BitSet, List<ObjectId>> roots) {
  private static final List<String> SPACES =
      List.of(RefName.BRANCHES, RefName.TAGS, RefName.REMOTES);

  /// Looks at all volumes of `depot`, those in the trash too.
  static Holdings of(Depot depot) throws IOException {
    Holdings holdings = new Holdings(new ArrayList<>(), new LinkedHashMap<>());
    KeptVolumes.visit(
        depot,
        (volume, worktrees, trashed) -> {
          Map<CommitId, BitSet> commits =
              trashed ? holdings.trashed(volume, worktrees) : holdings.inUse(volume, worktrees);
          Map<CommitId, Completion> states = volume.completeness().all();
          commits.forEach((commit, set) -> {
            if (states.get(commit) == Completion.COMPLETE) {
              holdings
                  .roots
                  .computeIfAbsent(set, _ -> new ArrayList<>())
                  .add(volume.history().facts(commit).root());
            }
          });
        });
    return holdings;
  }

  private Map<CommitId, BitSet> trashed(Volume volume, Collection<WorktreeRecord> worktrees) {
    BitSet one = just(new Holder(volume.name(), Holder.TRASHED_VOLUME, volume.name().text()));
    Map<CommitId, BitSet> commits = new HashMap<>();
    Roots.commits(volume, worktrees).keySet().forEach(commit -> commits.put(commit, one));
    return commits;
  }

  private Map<CommitId, BitSet> inUse(Volume volume, Collection<WorktreeRecord> worktrees) {
    Map<CommitId, BitSet> commits = new HashMap<>();
    tips(volume, worktrees)
        .forEach((tip, holders) -> {
          BitSet set = new BitSet();
          holders.forEach(holder -> set.or(just(holder)));
          commits.put(tip, set);
        });
    LogQuery past = LogQuery.of(new LogQuery.Range(new ArrayList<>(commits.keySet()), List.of()));
    if (!commits.isEmpty()) {
      // Children come before parents, so a commit's set is whole when it is passed on.
      volume
          .history()
          .walk(
              past,
              step -> {
                BitSet set = commits.getOrDefault(step.commit().id(), new BitSet());
                for (CommitId parent : step.commit().parents()) {
                  commits.computeIfAbsent(parent, _ -> new BitSet()).or(set);
                }
                return true;
              });
    }
    Map<String, BitSet> others = new HashMap<>();
    Roots.commits(volume, worktrees)
        .forEach((commit, heldBy) ->
            commits.computeIfAbsent(
                commit,
                _ ->
                    others.computeIfAbsent(
                        heldBy, by -> just(new Holder(volume.name(), "reflog", shortened(by))))));
    return commits;
  }

  private static Map<CommitId, List<Holder>> tips(
      Volume volume, Collection<WorktreeRecord> worktrees) {
    Map<CommitId, List<Holder>> tips = new LinkedHashMap<>();
    for (String space : SPACES) {
      volume
          .history()
          .refs()
          .list(space)
          .forEach((ref, tip) -> add(tips, tip, Holder.of(volume.name(), ref)));
    }
    for (ShelvedRef.Shelf shelf : ShelvedRef.Shelf.values()) {
      for (ShelvedRef ref : volume.history().refs().shelved(shelf)) {
        add(tips, ref.tip(), Holder.of(volume.name(), ref));
      }
    }
    for (WorktreeRecord worktree : worktrees) {
      for (CommitId tip : Roots.tips(worktree)) {
        String path = worktree.identity().path().toString();
        if (!tips.containsKey(tip) && volume.history().contains(tip)) {
          add(tips, tip, new Holder(volume.name(), "worktree", path));
        }
      }
    }
    return tips;
  }

  private static void add(Map<CommitId, List<Holder>> tips, CommitId tip, Holder holder) {
    tips.computeIfAbsent(tip, _ -> new ArrayList<>()).add(holder);
  }

  private static String shortened(String heldBy) {
    return heldBy.replaceFirst("^reflog of ", "").replaceFirst("^refs/heads/", "");
  }

  private BitSet just(Holder holder) {
    int position = holders.indexOf(holder);
    if (position < 0) {
      position = holders.size();
      holders.add(holder);
    }
    BitSet set = new BitSet();
    set.set(position);
    return set;
  }
}
