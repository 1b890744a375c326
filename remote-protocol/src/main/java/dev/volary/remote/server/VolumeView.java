package dev.volary.remote.server;

import dev.volary.core.depot.Depot;
import dev.volary.core.depot.Volume;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.GitObjectId;
import dev.volary.core.history.HistoryTransfer;
import dev.volary.core.history.HistoryTransfer.RawRef;
import dev.volary.core.history.RefName;
import dev.volary.core.reach.Completion;
import dev.volary.remote.access.pattern.Advertised;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// A volume as one principal sees it during one request.
///
/// @param shown the volume's name for those outside
public record VolumeView(Depot depot, Volume volume, String shown, Principal who, Rights rights) {
  /// Returns the refs that may be read; no others exist here.
  public SortedMap<RefName, RawRef> refs() {
    SortedMap<RefName, RawRef> refs = new TreeMap<>(transfer().refs("refs/"));
    refs.keySet().removeIf(ref -> !Advertised.includes(ref) || !rights.mayRead(ref));
    return refs;
  }

  /// Returns the commits of data that may be read: all that the readable branches and tags reach,
  /// ancestors first.
  public List<CommitId> commits() {
    return transfer().between(dataTips(), List.of());
  }

  /// Returns the commits that readable branches and tags lead to.
  public Set<CommitId> dataTips() {
    Set<CommitId> tips = new LinkedHashSet<>();
    refs()
        .forEach((ref, held) -> {
          if (holdsData(ref)) {
            held.commit().ifPresent(tips::add);
          }
        });
    return tips;
  }

  /// Returns those of [#commits] whose data is here.
  public Set<CommitId> completeCommits() throws IOException {
    Map<CommitId, Completion> states = volume.completeness().all();
    Set<CommitId> complete = new LinkedHashSet<>();
    for (CommitId commit : commits()) {
      if (states.get(commit) == Completion.COMPLETE) {
        complete.add(commit);
      }
    }
    return complete;
  }

  /// Tells whether an object of Git's is reachable from a readable ref, the labels' and the rules'
  /// included.
  public boolean mayRead(GitObjectId object) {
    return readableObjects().contains(object);
  }

  /// Returns the objects of Git's that readable refs name, and all commits those reach.
  public Set<GitObjectId> readableObjects() {
    Set<GitObjectId> readable = new HashSet<>();
    List<CommitId> tips = new ArrayList<>();
    for (RawRef ref : refs().values()) {
      readable.add(ref.object());
      ref.commit().ifPresent(tips::add);
    }
    transfer().between(tips, List.of()).forEach(c -> readable.add(GitObjectId.ofCommit(c)));
    return readable;
  }

  /// Whether a ref leads to commits of data; labels and rules do not.
  public static boolean holdsData(RefName ref) {
    return ref.isBranch() || ref.isTag();
  }

  /// The history as it is carried.
  public HistoryTransfer transfer() {
    return volume.history().transfer();
  }
}
