package dev.volary.core.gc;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.gc.GcPlan.Fate;
import dev.volary.core.gc.GcPlan.PackPlan;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.session.Session;
import dev.volary.core.session.Sessions;
import dev.volary.core.store.Catalogue;
import dev.volary.core.store.ObjectStore;
import dev.volary.core.store.SpaceGuard;
import dev.volary.core.store.manifest.Manifest;
import dev.volary.core.store.manifest.PackInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// Frees what no root reaches: marks, condemns durably, and once every session has ended that began
/// before, marks again, rescues what has become needed, and deletes.
///
/// It never waits: what others may still rely on stays condemned, and a later run goes on with it.
/// Killed at any moment, it leaves a sound store. Not thread-safe; two at a time get in each
/// other's way and do no harm.
public final class Collect {
  /// What writing a pack may take beyond what was estimated.
  private static final long SPARE_BYTES = 8 << 20;

  private final ObjectStore store;
  private final Catalogue catalogue;
  private final RootSource roots;
  private final GcOptions options;
  private int deleted;
  private int written;
  private int skipped;

  /// A collection of `store`; `roots` is asked before every mark.
  public Collect(ObjectStore store, RootSource roots, GcOptions options) {
    this.store = store;
    this.catalogue = store.catalogue();
    this.roots = roots;
    this.options = options;
  }

  /// Begins a session for a collection of `store`, on a full disk too: then the ballast goes first.
  public static Session begin(Sessions sessions, ObjectStore store) throws IOException {
    try {
      return sessions.begin("gc");
    } catch (IOException e) {
      if (store.ballast().release() == 0) {
        throw e;
      }
      return sessions.begin("gc");
    }
  }

  /// A plan, and the mark it was made by.
  private record Marked(GcPlan plan, Needed needed) {}

  /// Tells what a collection would do now, and changes nothing.
  ///
  /// Fails with [Fault#CORRUPT] or [Fault#NOT_FOUND] where what is needed cannot be told for
  /// damage.
  public GcPlan plan() throws IOException {
    return mark().plan();
  }

  private Marked mark() throws IOException {
    store.refresh();
    Needed needed = new Needed(store);
    List<GcPlan.Held> held = needed.mark(roots.roots());
    return new Marked(new Planner(store, options, needed).plan(held), needed);
  }

  /// Collects; `session` was begun for this and is open.
  ///
  /// Works on a full disk: what is dead as a whole goes first, and packs that cannot be written
  /// anew are passed over.
  public GcResult apply(Session session) throws IOException {
    long before = packBytes();
    if (freeBytes() < SPARE_BYTES) {
      store.ballast().release();
    }
    long strayBytes = catalogue.removeUnlisted(session);
    deleteCondemned(session);
    Marked marked = mark();
    List<PackInfo> dead = packs(marked.plan().of(Fate.DELETE));
    if (!dead.isEmpty()) {
      catalogue.condemn(dead);
    }
    if (wantedBytes(marked.plan().packs()) + SPARE_BYTES > freeBytes()) {
      deleteCondemned(session);
    }
    rewrite(session, marked);
    deleteCondemned(session);
    strayBytes += catalogue.removeUnlisted(session);
    finish(session);
    List<PackInfo> waiting =
        catalogue.manifest().packs().stream().filter(PackInfo::condemned).toList();
    return new GcResult(
        Math.max(0, before - packBytes()) + strayBytes,
        deleted,
        written,
        waiting.size(),
        waiting.isEmpty() ? List.of() : session.others(),
        skipped);
  }

  /// What is left to do is worth doing only where there is space for it.
  private void finish(Session session) throws IOException {
    try {
      if (freeBytes() > SPARE_BYTES) {
        store.maintain(session);
        store.ballast().ensure();
      }
    } catch (VolaryException e) {
      if (e.fault() != Fault.NO_SPACE) {
        throw e;
      }
    }
  }

  private static List<PackInfo> packs(List<PackPlan> plans) {
    return plans.stream().map(PackPlan::pack).toList();
  }

  private long packBytes() {
    return catalogue.manifest().packs().stream().mapToLong(PackInfo::sizeBytes).sum();
  }

  private long freeBytes() throws IOException {
    SpaceGuard.Space space = options.probe().space(store.directory());
    return space.freeBytes();
  }

  private static long wantedBytes(List<PackPlan> plans) {
    return plans.stream()
        .filter(plan -> isRewritten(plan.fate()))
        .mapToLong(PackPlan::neededBytes)
        .sum();
  }

  private static boolean isRewritten(Fate fate) {
    return switch (fate) {
      case SHRINK, JOIN, ARCHIVE -> true;
      case KEEP, DELETE, CONDEMNED -> false;
    };
  }

  /// Deletes the packs that were condemned before every other session began and that nothing has
  /// come to need since.
  private void deleteCondemned(Session session) throws IOException {
    Manifest manifest = catalogue.manifest();
    Set<Long> waited = new HashSet<>();
    List<PackInfo> doomed = new ArrayList<>();
    for (PackInfo pack : manifest.packs()) {
      boolean free =
          pack.condemned()
              && (waited.contains(pack.condemnedIn())
                  || !session.othersBegunBefore(pack.condemnedIn()));
      if (free) {
        waited.add(pack.condemnedIn());
        doomed.add(pack);
      }
    }
    if (doomed.isEmpty()) {
      return;
    }
    Needed needed = new Needed(store);
    needed.mark(roots.roots());
    List<PackInfo> rescued = new SecondMark(store, needed, manifest).rescued(doomed);
    if (!rescued.isEmpty()) {
      catalogue.reprieve(rescued);
      doomed.removeAll(rescued);
    }
    catalogue.drop(doomed);
    deleted += doomed.size();
  }

  private void rewrite(Session session, Marked marked) throws IOException {
    List<PackGroup> groups = PackGroup.of(marked.plan());
    Predicate<ObjectId> keep = marked.needed()::contains;
    for (PackGroup group : groups) {
      long wantedBytes = wantedBytes(group.packs()) + SPARE_BYTES;
      if (wantedBytes > freeBytes()) {
        deleteCondemned(session);
      }
      if (wantedBytes > freeBytes() || !rewrite(session, group, keep)) {
        skipped += group.packs().size();
      } else {
        written += group.packs().size();
      }
    }
  }

  private boolean rewrite(Session session, PackGroup group, Predicate<ObjectId> keep) {
    try {
      catalogue.rewrite(session, packs(group.packs()), keep, group.manner());
      return true;
    } catch (VolaryException e) {
      // BUSY: another process has merged one of the packs meanwhile; the next run sees it.
      if (e.fault() != Fault.NO_SPACE && e.fault() != Fault.BUSY) {
        throw e;
      }
      return false;
    }
  }
}
