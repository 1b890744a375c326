package dev.volary.remote.client;

import dev.volary.core.depot.Depot;
import dev.volary.core.depot.Volume;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.GitObjectId;
import dev.volary.core.history.HistoryTransfer;
import dev.volary.core.history.HistoryTransfer.RawRef;
import dev.volary.core.history.HistoryTransfer.RefChange;
import dev.volary.core.history.Identity;
import dev.volary.core.history.RefName;
import dev.volary.core.reach.Completion;
import dev.volary.core.session.Session;
import dev.volary.remote.client.RefOutcome.Rejected;
import dev.volary.remote.client.call.Connection;
import dev.volary.remote.client.call.GitFetch;
import dev.volary.remote.message.AdvertisedRef;
import dev.volary.remote.message.VolumeRefs;
import dev.volary.remote.transfer.Along;
import dev.volary.remote.transfer.TransferPhase;
import dev.volary.remote.transfer.TransferProgress;
import dev.volary.remote.wire.Transport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Fetches a volume's refs, history and data: ask → history → park → bytes → check → move refs.
///
/// Cut off anywhere, it goes on when it is run again: history and bytes that came stay, the parked
/// tips keep them, and refs move only when everything is there.
public final class Fetch {
  private static final String PARKED = "refs/volary/incoming/";
  private static final String LABELS = "refs/notes/labels";

  private final Depot depot;
  private final Identity who;
  private final TransferProgress progress;
  private final List<Transport> others;
  private final Along along;

  /// @param who stands in reflogs
  public Fetch(Depot depot, Identity who, TransferProgress progress) {
    this(depot, who, progress, List.of());
  }

  /// @param others volumes that are asked for data, too, if they have the same commits
  public Fetch(Depot depot, Identity who, TransferProgress progress, List<Transport> others) {
    this(depot, who, new DataFetch.Company(progress, Along.NOBODY), others);
  }

  Fetch(Depot depot, Identity who, DataFetch.Company company, List<Transport> others) {
    this.depot = depot;
    this.who = who;
    this.progress = company.progress();
    this.others = List.copyOf(others);
    this.along = company.along();
  }

  /// One fetch under way.
  ///
  /// @param commits whose data is wanted, without a ref there that leads to them
  private record Run(
      Volume volume,
      Connection connection,
      FetchRequest request,
      VolumeRefs there,
      FetchMap map,
      Set<CommitId> commits) {
    HistoryTransfer transfer() {
      return volume.history().transfer();
    }
  }

  /// Fetches; a ref that is refused does not keep others from coming.
  public TransferResult run(Volume volume, Transport transport, FetchRequest request)
      throws IOException {
    Connection connection = new Connection(transport);
    progress.at(TransferPhase.REFS, 0, OptionalLong.empty());
    return run(volume, connection, request, connection.refs());
  }

  /// As above, of what the other side has just shown.
  TransferResult run(Volume volume, Connection connection, FetchRequest request, VolumeRefs there)
      throws IOException {
    FetchMap map = new FetchMap(request, there, volume.history());
    FetchMap.Named named = map.named();
    Run run = new Run(volume, connection, request, there, map, named.commits());
    List<RefOutcome> outcomes = new ArrayList<>();
    List<WantedRef> wanted = new ArrayList<>();
    for (WantedRef ref : named.refs()) {
      sort(run, ref, wanted, outcomes);
    }
    if (request.tags() == FetchRequest.Tags.ALL) {
      run.map.tags().forEach(tag -> sort(run, tag, wanted, outcomes));
    }
    try (Session session = depot.begin("fetch")) {
      return request.dryRun()
          ? foretell(run, wanted, outcomes)
          : bring(run, session, wanted, outcomes);
    }
  }

  /// The history comes even so: without it nobody can tell what is forward. Nothing names it then.
  private TransferResult foretell(Run run, List<WantedRef> wanted, List<RefOutcome> outcomes)
      throws IOException {
    new GitFetch(run.connection, run.transfer(), progress)
        .fetch(wanted.stream().map(ref -> ref.there().object()).toList());
    RefMoves moves = moves(run.volume);
    wanted.forEach(ref -> outcomes.add(moves.move(ref, "fetch", true)));
    return new TransferResult(outcomes, 0, 0);
  }

  /// A tip without data is of no use, unless only history is asked for.
  private static void sort(
      Run run, WantedRef ref, List<WantedRef> wanted, List<RefOutcome> outcomes) {
    boolean hasData = ref.there().isComplete() || ref.there().state().isEmpty();
    if (hasData || run.request.depth() == FetchRequest.HISTORY_ONLY) {
      wanted.add(ref);
    } else {
      outcomes.add(
          new RefOutcome(
              Optional.of(ref.there().ref()),
              ref.here(),
              new Rejected(true, Fault.NOT_FOUND, "its data is not there either"),
              Optional.empty(),
              Optional.of(ref.there().object())));
    }
  }

  private TransferResult bring(
      Run run, Session session, List<WantedRef> wanted, List<RefOutcome> outcomes)
      throws IOException {
    GitFetch git = new GitFetch(run.connection, run.transfer(), progress);
    Optional<AdvertisedRef> labels = run.there.find(new RefName(LABELS));
    List<GitObjectId> history = new ArrayList<>();
    wanted.forEach(ref -> history.add(ref.there().object()));
    labels.ifPresent(ref -> history.add(ref.object()));
    git.fetch(history);
    if (run.request.tags() == FetchRequest.Tags.FOLLOW) {
      List<WantedRef> tags = followed(run);
      git.fetch(tags.stream().map(tag -> tag.there().object()).toList());
      wanted.addAll(tags);
    }
    DataFetch.Wish wish = wish(run, wanted);
    boolean fresh = park(run.volume, wish.tips());
    List<Connection> connections = new ArrayList<>(List.of(run.connection));
    others.forEach(other -> connections.add(new Connection(other)));
    DataFetch data =
        new DataFetch(depot, run.volume, connections, new DataFetch.Company(progress, along));
    data.run(session, wish, fresh);
    RefMoves moves = moves(run.volume);
    String reason = "fetch " + run.request.remote();
    wanted.forEach(ref -> outcomes.add(moves.move(ref, reason, false)));
    if (run.request.prune()) {
      prune(run, moves, outcomes);
    }
    labels.ifPresent(ref -> run.transfer().mergeLabels(ref.object(), who));
    release(run.volume, wish.tips());
    requireThere(run);
    return new TransferResult(outcomes, data.objects(), data.bytes());
  }

  private static DataFetch.Wish wish(Run run, List<WantedRef> wanted) {
    Set<CommitId> tips = new LinkedHashSet<>(run.commits);
    Set<CommitId> heads = new LinkedHashSet<>(run.commits);
    Set<CommitId> named = new LinkedHashSet<>(run.commits);
    for (WantedRef ref : wanted) {
      if (ref.there().state().isPresent()) {
        CommitId commit = ref.there().commit();
        tips.add(commit);
        switch (ref.why()) {
          case NAMED -> {
            heads.add(commit);
            named.add(commit);
          }
          case MATCHED -> heads.add(commit);
          case ALONG -> {}
        }
      }
    }
    return new DataFetch.Wish(tips, heads, named, run.request.depth());
  }

  private static void requireThere(Run run) throws IOException {
    for (CommitId commit : run.commits) {
      boolean wanted = run.request.depth() != FetchRequest.HISTORY_ONLY;
      Optional<Completion> state = run.volume.completeness().of(commit);
      if (wanted && !state.equals(Optional.of(Completion.COMPLETE))) {
        throw new VolaryException(
            Fault.NOT_FOUND,
            "the data of %s is not at %s either: fetch it from a depot that has it"
                .formatted(commit.shortHex(), run.connection.address()));
      }
    }
  }

  /// Tags that are new here, of commits that are here by now.
  private static List<WantedRef> followed(Run run) {
    Map<RefName, RawRef> here = run.transfer().refs(RefName.TAGS);
    return run.map.tags().stream()
        .filter(tag -> !here.containsKey(tag.here()))
        .filter(tag -> run.volume.history().contains(tag.there().commit()))
        .toList();
  }

  /// Keeps the tips until their refs move; returns whether nothing of them had come before.
  private boolean park(Volume volume, Set<CommitId> tips) {
    Map<RefName, RawRef> parked = volume.history().transfer().refs(PARKED);
    List<RefChange> changes = new ArrayList<>();
    for (CommitId tip : tips) {
      RefName ref = new RefName(PARKED + tip.toHex());
      if (!parked.containsKey(ref)) {
        Optional<GitObjectId> target = Optional.of(GitObjectId.ofCommit(tip));
        changes.add(new RefChange(ref, Optional.empty(), target, false, who, "fetch"));
      }
    }
    volume.history().transfer().update(changes);
    return changes.size() == tips.size();
  }

  private void release(Volume volume, Set<CommitId> tips) {
    Map<RefName, RawRef> parked = volume.history().transfer().refs(PARKED);
    List<RefChange> changes = new ArrayList<>();
    for (CommitId tip : tips) {
      RefName ref = new RefName(PARKED + tip.toHex());
      Optional<GitObjectId> stood = Optional.ofNullable(parked.get(ref)).map(RawRef::object);
      if (stood.isPresent()) {
        changes.add(new RefChange(ref, stood, Optional.empty(), true, who, "fetched"));
      }
    }
    volume.history().transfer().update(changes);
  }

  private static void prune(Run run, RefMoves moves, List<RefOutcome> outcomes) {
    String followed = RefName.REMOTES + run.request.remote() + "/";
    run.transfer()
        .refs(followed)
        .forEach((ref, raw) -> {
          if (!run.map.isStillThere(ref)) {
            outcomes.add(moves.remove(ref, raw.object(), "fetch --prune"));
          }
        });
  }

  private RefMoves moves(Volume volume) throws IOException {
    return new RefMoves(volume.history(), who, LiveBranches.of(depot, volume));
  }
}
