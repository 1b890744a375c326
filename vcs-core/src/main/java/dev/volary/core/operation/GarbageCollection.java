package dev.volary.core.operation;

import dev.volary.core.depot.Depot;
import dev.volary.core.depot.Volume;
import dev.volary.core.depot.VolumeName;
import dev.volary.core.gc.Collect;
import dev.volary.core.gc.GcOptions;
import dev.volary.core.gc.GcPlan;
import dev.volary.core.gc.GcResult;
import dev.volary.core.gc.GcRoot;
import dev.volary.core.gc.Leftovers;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.Identity;
import dev.volary.core.history.Refs;
import dev.volary.core.history.ShelvedRef.Shelf;
import dev.volary.core.history.VolumeHistory.Prune;
import dev.volary.core.operation.copy.SharedCheckouts;
import dev.volary.core.reach.Completion;
import dev.volary.core.session.Session;
import dev.volary.core.worktree.WorktreeRecord;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Lets go of what was kept for its time, packs histories and frees the space of data that no
/// commit needs.
public final class GarbageCollection {
  /// How long overwritten, stashed and incoming tips stay.
  public static final Duration TIPS_KEPT_FOR = Duration.ofDays(90);

  /// How long Git objects stay that nothing names.
  public static final Duration UNNAMED_KEPT_FOR = Duration.ofDays(14);

  /// Packs that nothing was written to for so long are cold.
  private static final Duration COLD_AFTER = Duration.ofDays(7);

  /// A check of damaged packs may need its own files for so long.
  private static final Duration LEFTOVERS_KEPT_FOR = Duration.ofDays(1);

  /// Groups of holders, those that keep for good first.
  private static final List<String> GROUPS =
      List.of(
          "branches",
          "tags",
          "remote branches",
          "worktrees",
          "stash",
          "incoming",
          "reflogs",
          "safety",
          "kept",
          "trash");

  private final Depot depot;
  private final Identity who;

  /// @param who stands in the records of what is let go
  public GarbageCollection(Depot depot, Identity who) {
    this.depot = depot;
    this.who = who;
  }

  /// How to collect.
  ///
  /// @param now whether the trash goes before its time, and all packs count as cold
  /// @param archive whether cold packs are compressed as far as can be
  public record Request(boolean now, boolean archive) {}

  /// What was done.
  ///
  /// @param letGo what was in the trash and can't be brought back any more
  public record Result(List<Trash.Item> letGo, GcResult collected) {
    public Result {
      letGo = List.copyOf(letGo);
    }
  }

  /// Tells what a collection would do, once it has let go of what it will.
  public GcPlan plan(Request request) throws IOException {
    return collect(request, expiry(request)).plan();
  }

  /// Collects.
  public Result run(Request request) throws IOException {
    Roots.Expiry expiry = expiry(request);
    Collect collect = collect(request, expiry);
    // The session comes first: on a full disk it is what makes room for all the rest.
    try (Session session = Collect.begin(depot.sessions(), depot.store())) {
      List<Trash.Item> letGo = new Trash(depot, who).empty(expiry.trash());
      for (VolumeName name : depot.volumes()) {
        Refs refs = depot.volume(name).history().refs();
        for (Shelf shelf : List.of(Shelf.KEPT, Shelf.STASH, Shelf.INCOMING)) {
          refs.expire(shelf, expiry.tips());
        }
        refs.expire(Shelf.SAFETY, expiry.safety());
        boolean expired = expire(depot.volume(name), session, expiry);
        prune(depot.volume(name), expired && !session.othersActive(), expiry.tips());
        depot.volume(name).history().maintain();
      }
      Instant now = depot.surroundings().clock().instant();
      new SharedCheckouts(depot).letGo(request.now() ? now : now.minus(SharedCheckouts.KEPT_FOR));
      Leftovers.remove(depot.layout().temporary(), session, now.minus(LEFTOVERS_KEPT_FOR));
      return new Result(letGo, collect.apply(session));
    }
  }

  /// Records whose data goes, so that whoever names such a commit later is told so. While others
  /// are at work, a commit may be complete before its branch has it; then a later run does this.
  /// Returns whether it was done.
  private boolean expire(Volume volume, Session session, Roots.Expiry expiry) throws IOException {
    Map<CommitId, Completion> states = new HashMap<>(volume.completeness().all());
    if (session.othersActive()) {
      return false;
    }
    states.values().removeIf(state -> state != Completion.COMPLETE);
    states.keySet().removeAll(held(volume, expiry));
    states.replaceAll((commit, state) -> Completion.EXPIRED);
    volume.completeness().record(states);
    // What somebody has named meanwhile stays.
    states.keySet().retainAll(held(volume, expiry));
    states.replaceAll((commit, state) -> Completion.COMPLETE);
    volume.completeness().record(states);
    return true;
  }

  /// Forgets old moves, and old objects where nobody can be about to name one: whoever is at work
  /// now began after it was recorded that their data goes, and is refused.
  private void prune(Volume volume, boolean alone, Instant tips) throws IOException {
    Instant objects =
        alone ? depot.surroundings().clock().instant().minus(UNNAMED_KEPT_FOR) : Instant.EPOCH;
    List<CommitId> held =
        worktrees(volume).stream().flatMap(record -> Roots.tips(record).stream()).toList();
    volume.history().prune(new Prune(tips, objects, held));
  }

  private Set<CommitId> held(Volume volume, Roots.Expiry expiry) throws IOException {
    return Roots.commits(volume, worktrees(volume), expiry.in(volume)).keySet();
  }

  private List<WorktreeRecord> worktrees(Volume volume) throws IOException {
    return depot.worktrees().all().values().stream()
        .filter(record -> record.volume().equals(volume.name().text()))
        .toList();
  }

  private Roots.Expiry expiry(Request request) {
    Instant now = depot.surroundings().clock().instant();
    Instant weekAgo = now.minus(Trash.KEPT_FOR);
    return new Roots.Expiry(request.now() ? now : weekAgo, weekAgo, now.minus(TIPS_KEPT_FOR));
  }

  private Collect collect(Request request, Roots.Expiry expiry) throws IOException {
    GcOptions options = GcOptions.defaults();
    if (request.archive()) {
      Instant now = depot.surroundings().clock().instant();
      options = options.archiving(request.now() ? now : now.minus(COLD_AFTER));
    }
    return new Collect(depot.store(), () -> roots(expiry), options);
  }

  private List<GcRoot> roots(Roots.Expiry expiry) throws IOException {
    List<GcRoot> roots = new ArrayList<>();
    for (Roots.Held held : new Roots(depot, expiry).all()) {
      roots.add(new GcRoot(held.root(), group(held.heldBy())));
    }
    roots.sort(Comparator.comparingInt(root -> GROUPS.indexOf(root.heldBy())));
    return roots;
  }

  private static String group(String heldBy) {
    if (heldBy.startsWith("trash, ")) {
      return "trash";
    }
    if (heldBy.startsWith("worktree ")) {
      return "worktrees";
    }
    if (heldBy.startsWith("reflog of ")) {
      return "reflogs";
    }
    if (heldBy.startsWith("refs/volary/")) {
      String rest = heldBy.substring("refs/volary/".length());
      String shelf = rest.substring(0, Math.max(0, rest.indexOf('/')));
      return GROUPS.contains(shelf) ? shelf : "kept";
    }
    if (heldBy.startsWith("refs/tags/")) {
      return "tags";
    }
    return heldBy.startsWith("refs/remotes/") ? "remote branches" : "branches";
  }
}
