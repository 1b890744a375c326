package dev.volary.core.restore.plan;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.FileStat;
import dev.volary.core.object.Entry;
import dev.volary.core.object.LinkGroup;
import dev.volary.core.object.Node.RegularNode;
import dev.volary.core.object.ObjectSource;
import dev.volary.core.object.tree.DirectoryReader;
import dev.volary.core.restore.entry.Folder;
import dev.volary.core.restore.plan.DiskState.Found;
import dev.volary.core.scan.Scan;
import dev.volary.core.scan.ScanItem;
import dev.volary.core.scan.ScanItem.Standing;
import dev.volary.core.scan.StatCacheReader;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Decides for every name what has to be done, and changes nothing.
public final class PlanWalk extends MergeWalk {
  private final RestoreRequest request;
  private final DirectoryReader reader;
  private final RestorePlan.Notes notes;
  private final PlanCounter counter;
  private final DiskState state;
  private final LeafPlan leaves;
  private final Set<ByteString> mountPoints;
  private final Set<ByteString> unseen;

  public PlanWalk(
      RestoreRequest request,
      Scan scan,
      Optional<StatCacheReader> cache,
      ObjectSource source,
      RestorePlan.Notes notes,
      PlanCounter counter) {
    super(new DirectoryReader(source), request.paths(), new ScanCursor(scan.items()));
    this.request = request;
    this.reader = new DirectoryReader(source);
    this.notes = notes;
    this.counter = counter;
    this.state = new DiskState(request.known(), cache, scan.links(), source);
    this.leaves = new LeafPlan(request, new LeafPlan.Work(state, scan.links(), notes, counter));
    this.mountPoints = Set.copyOf(scan.totals().mountPoints());
    this.unseen = new HashSet<>(request.paths().paths());
    unseen.remove(ByteString.EMPTY);
  }

  /// Pairs what moves and checks that every path asked for was found.
  public void finish() {
    for (RegularNode file : notes.moves().match()) {
      counter.move(state.dataBytes(file));
    }
    if (!unseen.isEmpty()) {
      throw new VolaryException(
          Fault.NOT_FOUND,
          unseen.iterator().next() + " is neither in the commit nor in the worktree");
    }
  }

  @Override
  protected void meet(Place place, Meeting met) throws IOException {
    unseen.remove(met.path());
    switch (place.mode()) {
      case BOTH -> both(place, met);
      case CREATING -> create(place, met);
      case REMOVING -> remove(place, met);
    }
  }

  private void both(Place place, Meeting met) throws IOException {
    ScanItem disk = met.disk();
    if (!covers(met.path())) {
      onTheWay(place, met);
    } else if (disk != null && disk.standing() == Standing.MOUNT_POINT) {
      notes.log().add(Action.LEAVE);
      leaveMountPoint(met);
    } else if (disk == null || disk.standing() == Standing.ABSENT) {
      missing(place, met, disk != null);
    } else if (place.ignores(met.name(), disk.isDirectory())) {
      ignored(place, met, disk);
    } else {
      present(place, met, disk);
    }
  }

  private void present(Place place, Meeting met, ScanItem disk) throws IOException {
    Entry want = met.want();
    if (want == null) {
      notes.log().add(Action.REMOVE);
      remove(place, met);
    } else if (!DiskState.hasType(disk.stat(), want.node())) {
      notes.log().add(Action.EXCHANGE);
      remove(place, met);
      create(place, met);
    } else if (isDirectory(want)) {
      directory(place, met, disk.stat(), want);
    } else {
      notes.log().add(leaves.decide(place, met, disk.stat(), want));
    }
  }

  /// What rules leave out is not in safety commits either: it is changed only if it is the base's.
  private void ignored(Place place, Meeting met, ScanItem disk) throws IOException {
    Entry want = met.want();
    if (disk.isDirectory() && isDirectory(want) && !isDirectory(met.base())) {
      pass(place, met);
    } else if (disk.isDirectory() ? isDirectory(met.base()) : isBases(place, met, disk)) {
      present(place, met, disk);
    } else {
      notes.log().add(Action.LEAVE);
    }
  }

  private boolean isBases(Place place, Meeting met, ScanItem disk) throws IOException {
    Found found = state.find(place.folder(), place.depth(), met, disk.stat());
    return state.hasBaseBytes(place.folder(), met, found);
  }

  private void pass(Place place, Meeting met) throws IOException {
    int mark = notes.log().size();
    notes.log().add(Action.PASS);
    below(place, met, Mode.BOTH);
    if (notes.log().isQuiet(mark + 1)) {
      notes.log().truncate(mark);
      notes.log().add(Action.LEAVE);
    }
  }

  /// A directory that only leads to what is asked for keeps its attributes.
  private void onTheWay(Place place, Meeting met) throws IOException {
    ScanItem disk = met.disk();
    boolean leads = met.want() == null || isDirectory(met.want());
    if (disk != null && disk.isDirectory() && leads) {
      pass(place, met);
    } else if ((disk == null || disk.standing() == Standing.ABSENT) && isDirectory(met.want())) {
      notes.log().add(Action.CREATE);
      create(place, met);
    } else {
      throw new VolaryException(
          Fault.CONFLICT, met.path() + " is not a directory on both sides; restore it as a whole");
    }
  }

  private void missing(Place place, Meeting met, boolean cannotBeMade) throws IOException {
    Entry want = met.want();
    Entry base = met.base();
    if (want == null) {
      notes.log().add(Action.LEAVE);
    } else if (cannotBeMade && base != null && base.node().equals(want.node())) {
      notes.log().add(Action.LEAVE);
      notes.unheld().absent(met.path());
    } else if (base != null
        && !cannotBeMade
        && !request.discard()
        && !place.ignores(met.name(), isDirectory(want))) {
      throw LeafPlan.changed(met.path(), "was removed");
    } else if (mountPoints.contains(met.path())) {
      throw mounted(met.path());
    } else {
      notes.log().add(Action.CREATE);
      create(place, met);
    }
  }

  private void directory(Place place, Meeting met, FileStat stat, Entry want) throws IOException {
    int mark = notes.log().size();
    notes.log().add(Action.ENTER);
    Found found = state.find(place.folder(), place.depth(), met, stat);
    boolean same = found.attributes().equals(want.attributes());
    if (!same) {
      leaves.requireDiscardable(place, met, found);
    }
    below(place, met, Mode.BOTH);
    if (same && notes.log().isQuiet(mark + 1)) {
      notes.log().truncate(mark);
      notes.log().add(Action.LEAVE);
      leaves.noteLeft(met, found);
    } else {
      counter.change(met.path(), 0, 0);
    }
  }

  private void create(Place place, Meeting met) throws IOException {
    Entry want = met.want();
    if (want == null) {
      return;
    }
    if (isDirectory(want)) {
      counter.create(met.path(), 0);
      below(place, met, Mode.CREATING);
      return;
    }
    Optional<LinkGroup> group = want.linkGroup();
    if (group.isPresent() && notes.links().anchor(group.get()).isPresent()) {
      counter.create(met.path(), 0);
      return;
    }
    group.ifPresent(g -> notes.links().putAnchor(g, new HardLinks.Anchor(met.path(), 0, true)));
    counter.create(met.path(), leaves.bytes(want));
    if (want.node() instanceof RegularNode file
        && group.isEmpty()
        && !place.ignores(met.name(), false)) {
      notes.moves().coming(file, met.path());
    }
  }

  private void remove(Place place, Meeting met) throws IOException {
    ScanItem disk = met.disk();
    if (disk == null || disk.standing() == Standing.ABSENT) {
      return;
    }
    if (disk.standing() == Standing.MOUNT_POINT) {
      counter.keep(met.path());
      return;
    }
    Found found = state.find(place.folder(), place.depth(), met, disk.stat());
    boolean ignored = place.ignores(met.name(), disk.isDirectory());
    if (ignored && place.mode() == Mode.REMOVING && !disk.isDirectory()) {
      boolean gone = state.hasBaseBytes(place.folder(), met, found);
      notes.log().add(gone ? Action.REMOVE : Action.LEAVE);
      if (!gone) {
        return;
      }
    }
    leaves.requireDiscardable(place, met, found);
    counter.remove(met.path());
    if (disk.isDirectory()) {
      below(place, met, Mode.REMOVING);
    } else if (!ignored
        && found.asBase().isPresent()
        && found.asBase().get().node() instanceof RegularNode file) {
      notes.moves().leaving(file, met.path(), disk.stat());
    }
  }

  private void below(Place place, Meeting met, Mode mode) throws IOException {
    Folder child = place.folder().child(met.name(), Optional.empty());
    try {
      walk(
          place.inside(child, met.name(), mode),
          mode == Mode.REMOVING ? Optional.empty() : directory(met.want()),
          mode == Mode.CREATING ? Optional.empty() : directory(met.base()));
    } finally {
      child.leave();
    }
  }

  private void leaveMountPoint(Meeting met) {
    Entry want = met.want();
    if (want == null) {
      counter.keep(met.path());
    } else if (directory(want).filter(id -> reader.count(id) == 0).isEmpty()) {
      throw mounted(met.path());
    }
  }

  private static VolaryException mounted(ByteString path) {
    return new VolaryException(
        Fault.CONFLICT,
        "Another file system is mounted on " + path + ", where the commit has data; unmount it");
  }
}
