package dev.volary.remote.client;

import dev.volary.core.depot.Depot;
import dev.volary.core.depot.Volume;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.HistoryTransfer;
import dev.volary.core.reach.Completion;
import dev.volary.core.reach.ReachableObjects;
import dev.volary.core.session.Session;
import dev.volary.core.store.ObjectStore;
import dev.volary.core.store.ObjectTransaction;
import dev.volary.remote.client.call.Connection;
import dev.volary.remote.message.FetchBegin;
import dev.volary.remote.message.FetchBegun;
import dev.volary.remote.message.ObjectRef;
import dev.volary.remote.message.TransferLimits;
import dev.volary.remote.transfer.TransferProgress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Brings the data of commits whose history is here, and records which are complete.
final class DataFetch {
  private static final int MAX_HAVES = 4096;

  private final Depot depot;
  private final Volume volume;
  private final Connection connection;
  private final TransferProgress progress;
  private long objects;
  private long bytes;

  DataFetch(Depot depot, Volume volume, Connection connection, TransferProgress progress) {
    this.depot = depot;
    this.volume = volume;
    this.connection = connection;
    this.progress = progress;
  }

  /// What is wanted.
  ///
  /// @param tips with all that they reach and no complete ref here does
  /// @param depth of how many commits, the newest, the data is wanted
  /// @param fresh whether nothing of it came before
  record Task(Set<CommitId> tips, int depth, boolean fresh) {}

  /// Brings it, the oldest first, so that the newer ones can rest on it.
  void run(Session session, Task task) throws IOException {
    Map<CommitId, Completion> known = volume.completeness().all();
    Set<CommitId> haves = haves(known);
    List<CommitId> lacking = new ArrayList<>();
    for (CommitId commit : history().between(task.tips, haves)) {
      if (isComplete(known, commit)) {
        haves.add(commit);
      } else {
        lacking.add(commit);
      }
    }
    int shallow = Math.max(0, lacking.size() - task.depth);
    recordAbsent(known, lacking.subList(0, shallow));
    for (int from = shallow; from < lacking.size(); from += TransferLimits.MAX_TIPS) {
      List<CommitId> wants =
          lacking.subList(from, Math.min(lacking.size(), from + TransferLimits.MAX_TIPS));
      Set<CommitId> absent = bring(session, wants, haves, task.fresh);
      recordAbsent(known, absent);
      wants.stream().filter(commit -> !absent.contains(commit)).forEach(haves::add);
    }
  }

  /// Returns those of `wants` whose data is not on the other side; all others are complete.
  private Set<CommitId> bring(
      Session session, List<CommitId> wants, Set<CommitId> haves, boolean fresh)
      throws IOException {
    List<CommitId> told = newest(haves);
    FetchBegun begun = connection.begin(new FetchBegin(wants, told));
    Set<CommitId> absent = new HashSet<>(begun.withoutData());
    List<CommitId> coming = wants.stream().filter(commit -> !absent.contains(commit)).toList();
    // Where much may be here from other volumes, asking level by level sends less.
    boolean atOnce = fresh && (!haves.isEmpty() || depot.volumes().size() == 1);
    ReachableObjects reachable = reachable();
    try (ObjectTransaction transaction = depot.store().begin(session)) {
      ObjectFetch fetch = new ObjectFetch(connection, transaction, progress);
      fetch.run(
          new ObjectFetch.Task(begun.session(), tops(coming), () -> reachable.of(told), atOnce));
      objects += fetch.objects();
      bytes += fetch.bytes();
    } finally {
      connection.end("fetch", begun.session());
    }
    Map<CommitId, Completion> states = new HashMap<>();
    coming.forEach(commit -> states.put(commit, Completion.COMPLETE));
    volume.completeness().record(states);
    return absent;
  }

  /// What was let go here is said to be so still.
  private void recordAbsent(Map<CommitId, Completion> known, Iterable<CommitId> commits)
      throws IOException {
    Map<CommitId, Completion> states = new HashMap<>();
    for (CommitId commit : commits) {
      if (!known.containsKey(commit)) {
        states.put(commit, Completion.NOT_FETCHED);
      }
    }
    volume.completeness().record(states);
  }

  private Set<CommitId> haves(Map<CommitId, Completion> known) {
    Set<CommitId> haves = new LinkedHashSet<>();
    history().refs("").values().stream()
        .flatMap(ref -> ref.commit().stream())
        .filter(commit -> isComplete(known, commit))
        .limit(MAX_HAVES)
        .forEach(haves::add);
    return haves;
  }

  private static List<CommitId> newest(Set<CommitId> haves) {
    return haves.stream().skip(Math.max(0, haves.size() - MAX_HAVES)).toList();
  }

  private static boolean isComplete(Map<CommitId, Completion> known, CommitId commit) {
    return known.get(commit) == Completion.COMPLETE;
  }

  private HistoryTransfer history() {
    return volume.history().transfer();
  }

  private ReachableObjects reachable() throws IOException {
    ObjectStore store = depot.store();
    return ReachableObjects.of(volume.directory(), volume.history(), store, store::numberOf);
  }

  private List<ObjectRef> tops(List<CommitId> commits) {
    return commits.stream()
        .map(commit -> new ObjectRef(ObjectKind.DIRECTORY, volume.history().facts(commit).root()))
        .distinct()
        .toList();
  }

  long objects() {
    return objects;
  }

  long bytes() {
    return bytes;
  }
}
