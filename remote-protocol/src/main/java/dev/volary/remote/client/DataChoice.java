package dev.volary.remote.client;

import dev.volary.core.history.CommitId;
import dev.volary.core.history.VolumeHistory;
import dev.volary.core.reach.Completion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Chooses of which commits the data is brought, by how deep it was asked for and what is here.
final class DataChoice {
  private final VolumeHistory history;
  private final Map<CommitId, Completion> known;
  private final List<CommitId> complete = new ArrayList<>();
  private final List<CommitId> leftOut = new ArrayList<>();

  /// @param known what is recorded of commits here
  DataChoice(VolumeHistory history, Map<CommitId, Completion> known) {
    this.history = history;
    this.known = known;
  }

  /// Returns the commits whose data is wanted and not here, ancestors first.
  ///
  /// @param haves complete commits; where only news are wanted, nothing below them is looked at
  List<CommitId> lacking(DataFetch.Wish wish, Collection<CommitId> haves) {
    boolean news = wish.depth() == FetchRequest.NEW || wish.depth() == FetchRequest.HISTORY_ONLY;
    boolean all = wish.depth() == FetchRequest.NEW || wish.depth() == FetchRequest.ALL;
    Set<CommitId> near = all ? Set.of() : near(wish.heads(), wish.depth());
    Set<CommitId> reached = new LinkedHashSet<>();
    reached.addAll(history.transfer().between(wish.tips(), news ? haves : List.of()));
    if (wish.depth() == FetchRequest.NEW) {
      reached.addAll(wish.named());
    }
    List<CommitId> lacking = new ArrayList<>();
    for (CommitId commit : reached) {
      if (known.get(commit) == Completion.COMPLETE) {
        complete.add(commit);
      } else if (all ? !stays(wish, commit) : near.contains(commit)) {
        lacking.add(commit);
      } else {
        leftOut.add(commit);
      }
    }
    return lacking;
  }

  /// What was left out or let go before stays so until it is asked for.
  private boolean stays(DataFetch.Wish wish, CommitId commit) {
    return wish.depth() == FetchRequest.NEW
        && known.containsKey(commit)
        && !wish.named().contains(commit);
  }

  private Set<CommitId> near(Set<CommitId> heads, int depth) {
    Set<CommitId> near = new HashSet<>();
    Set<CommitId> level = heads;
    for (int i = 0; i < depth && !level.isEmpty(); i++) {
      near.addAll(level);
      Set<CommitId> parents = new HashSet<>();
      for (CommitId commit : level) {
        history.read(commit).parents().stream()
            .filter(parent -> !near.contains(parent))
            .forEach(parents::add);
      }
      level = parents;
    }
    return near;
  }

  /// Returns those that were met and whose data is here, ancestors first.
  List<CommitId> complete() {
    return complete;
  }

  /// Returns those that were met and whose data is not wanted.
  List<CommitId> leftOut() {
    return leftOut;
  }
}
