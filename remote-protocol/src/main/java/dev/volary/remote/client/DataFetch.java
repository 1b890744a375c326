package dev.volary.remote.client;

import dev.volary.core.depot.Depot;
import dev.volary.core.depot.Volume;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.HistoryTransfer;
import dev.volary.core.object.ObjectSource;
import dev.volary.core.reach.Completion;
import dev.volary.core.reach.ObjectSet;
import dev.volary.core.reach.ReachableObjects;
import dev.volary.core.reach.TreeForm;
import dev.volary.core.session.Session;
import dev.volary.core.store.ObjectStore;
import dev.volary.core.store.ObjectTransaction;
import dev.volary.remote.client.call.Connection;
import dev.volary.remote.message.FetchBegin;
import dev.volary.remote.message.FetchBegun;
import dev.volary.remote.message.ObjectRef;
import dev.volary.remote.message.TransferLimits;
import dev.volary.remote.transfer.Along;
import dev.volary.remote.transfer.Arrivals;
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
  private final List<Connection> others;
  private final TransferProgress progress;
  private final Along along;
  private long objects;
  private long bytes;

  /// @param connections where the wish was read, and those that are asked for data too
  DataFetch(Depot depot, Volume volume, List<Connection> connections, Company company) {
    this.depot = depot;
    this.volume = volume;
    this.connection = connections.getFirst();
    this.others = connections.subList(1, connections.size());
    this.progress = company.progress();
    this.along = company.along();
  }

  /// Who is told how far it is, and who reads along.
  record Company(TransferProgress progress, Along along) {}

  /// What is wanted.
  ///
  /// @param tips with what they reach
  /// @param heads those of them that a depth counts from
  /// @param named those of the heads that were asked for one by one
  /// @param depth how far from every head, as in [FetchRequest]
  record Wish(Set<CommitId> tips, Set<CommitId> heads, Set<CommitId> named, int depth) {}

  /// Brings it, the oldest first, so that the newer ones can rest on it.
  ///
  /// @param fresh whether nothing of it came before
  void run(Session session, Wish wish, boolean fresh) throws IOException {
    Map<CommitId, Completion> known = volume.completeness().all();
    Set<CommitId> haves = haves(known);
    DataChoice choice = new DataChoice(volume.history(), known);
    List<CommitId> lacking = choice.lacking(wish, haves);
    recordAbsent(known, choice.leftOut());
    haves.addAll(choice.complete());
    for (int from = 0; from < lacking.size(); from += TransferLimits.MAX_TIPS) {
      List<CommitId> wants =
          lacking.subList(from, Math.min(lacking.size(), from + TransferLimits.MAX_TIPS));
      Set<CommitId> absent = bring(session, wants, haves, fresh);
      recordAbsent(known, absent);
      wants.stream().filter(commit -> !absent.contains(commit)).forEach(haves::add);
    }
  }

  /// Returns those of `wants` whose data is not on the other side; all others are complete.
  private Set<CommitId> bring(
      Session session, List<CommitId> wants, Set<CommitId> haves, boolean fresh)
      throws IOException {
    List<CommitId> told = newest(haves);
    FetchBegin begin = new FetchBegin(wants, told);
    // Where much may be here from other volumes, asking level by level sends less.
    boolean atOnce = fresh && (!haves.isEmpty() || depot.volumes().size() == 1);
    Set<CommitId> absent;
    try {
      absent = attempt(session, begin, atOnce);
    } catch (VolaryException e) {
      if (e.fault() != Fault.NOT_FOUND) {
        throw e;
      }
      // The other side may have forgotten a fetch that stood still for long, or in a restart.
      absent = attempt(session, begin, false);
    }
    Map<CommitId, Completion> states = new HashMap<>();
    for (CommitId commit : wants) {
      if (!absent.contains(commit)) {
        states.put(commit, Completion.COMPLETE);
      }
    }
    volume.completeness().record(states);
    return absent;
  }

  private Set<CommitId> attempt(Session session, FetchBegin begin, boolean atOnce)
      throws IOException {
    FetchBegun begun = connection.begin(begin);
    Set<CommitId> absent = new HashSet<>(begun.withoutData());
    List<CommitId> coming =
        begin.wants().stream().filter(commit -> !absent.contains(commit)).toList();
    ReachableObjects reachable = reachable();
    List<Sources.Source> sources = new ArrayList<>();
    sources.add(new Sources.Source(connection, begun.session(), new BatchLedger()));
    try (ObjectTransaction transaction = depot.store().begin(session)) {
      addOthers(sources, begin, absent);
      ObjectFetch fetch = new ObjectFetch(new Sources(sources, progress), transaction, progress);
      try {
        ObjectFetch.Task task =
            new ObjectFetch.Task(
                begun,
                connection.address(),
                tops(coming),
                () -> reachable.of(begin.haves()),
                atOnce);
        fetch.trees(task);
        checkForm(transaction, coming, reachable.of(begin.haves()));
        chunks(fetch, task, coming, new Arrivals(transaction));
      } finally {
        objects += fetch.objects();
        bytes += fetch.bytes();
      }
    } finally {
      sources.forEach(source -> source.connection().end("fetch", source.session()));
    }
    return absent;
  }

  private void chunks(
      ObjectFetch fetch, ObjectFetch.Task task, List<CommitId> coming, Arrivals arrivals)
      throws IOException {
    if (!along.begin(Set.copyOf(coming), arrivals)) {
      fetch.chunks(task, object -> {});
      return;
    }
    try {
      fetch.chunks(task, arrivals::arrived);
      arrivals.complete();
    } catch (VolaryException e) {
      arrivals.fail(e);
      throw e;
    } catch (RuntimeException | Error e) {
      arrivals.fail(new VolaryException(Fault.INTERRUPTED, "the fetch came to an end", e));
      throw e;
    }
  }

  /// Others count if they have whatever the first one has.
  private void addOthers(List<Sources.Source> sources, FetchBegin begin, Set<CommitId> absent) {
    for (Connection other : others) {
      try {
        FetchBegun begun = other.begin(begin);
        sources.add(new Sources.Source(other, begun.session(), new BatchLedger()));
        if (!absent.containsAll(begun.withoutData())) {
          sources.removeLast();
          other.end("fetch", begun.session());
          progress.said(other.address() + " has not all of it and is not asked");
        }
      } catch (VolaryException e) {
        progress.said("%s is not asked: %s".formatted(other.address(), e.getMessage()));
      }
    }
  }

  /// Objects that are valid one by one are not a tree yet.
  private void checkForm(ObjectSource source, List<CommitId> commits, ObjectSet settled)
      throws IOException {
    TreeForm form = new TreeForm(source, depot.store()::numberOf, settled::contains);
    for (ObjectRef top : tops(commits)) {
      form.check(top.id());
    }
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
