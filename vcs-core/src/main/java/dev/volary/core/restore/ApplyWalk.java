package dev.volary.core.restore;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.Errno;
import dev.volary.core.linux.FileStat;
import dev.volary.core.linux.LinuxException;
import dev.volary.core.object.Attributes;
import dev.volary.core.object.Entry;
import dev.volary.core.object.LinkGroup;
import dev.volary.core.object.Node.RegularNode;
import dev.volary.core.object.ObjectSource;
import dev.volary.core.object.tree.DirectoryReader;
import dev.volary.core.restore.EntryWork.Spot;
import dev.volary.core.restore.entry.AttributeTarget;
import dev.volary.core.restore.entry.Folder;
import dev.volary.core.restore.entry.Reached;
import dev.volary.core.restore.plan.Action;
import dev.volary.core.restore.plan.HardLinks;
import dev.volary.core.restore.plan.MergeWalk;
import dev.volary.core.restore.plan.RestorePlan;
import dev.volary.core.restore.plan.ScanCursor;
import dev.volary.core.scan.ScanItem;
import dev.volary.core.scan.ScanItem.Standing;
import dev.volary.core.scan.Unheld;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Does what a plan decided: directories, links and removals in the walking thread, files by the
/// crew.
final class ApplyWalk extends MergeWalk {
  private static final int OWNER_ALL = 0700;
  private static final int MOST_KEPT = 1000;

  private final RestorePlan plan;
  private final RestorePlan.Notes notes;
  private final EntryWork work;
  private final FileQueue files;
  private final Guard guard;
  private final MovedFiles moved;
  private final ClosedSubvolumes subvolumes;
  private final List<ByteString> kept = new ArrayList<>();

  ApplyWalk(
      RestorePlan plan,
      ObjectSource source,
      EntryWork work,
      FileQueue files,
      Guard guard,
      MovedFiles moved,
      ClosedSubvolumes subvolumes) {
    super(new DirectoryReader(source), plan.request().paths(), new ScanCursor(plan.scan().items()));
    this.plan = plan;
    this.notes = plan.notes();
    this.work = work;
    this.files = files;
    this.guard = guard;
    this.moved = moved;
    this.subvolumes = subvolumes;
  }

  /// Returns directories that could not be removed because something not in the tree is in them.
  List<ByteString> kept() {
    return kept;
  }

  @Override
  protected void meet(Place place, Meeting met) throws IOException {
    switch (place.mode()) {
      case BOTH -> act(place, met, notes.log().take());
      case CREATING -> create(place, met);
      case REMOVING -> remove(place, met);
    }
  }

  private void act(Place place, Meeting met, Action action) throws IOException {
    switch (action) {
      case LEAVE -> {}
      case ENTER -> enter(place, met, true);
      case PASS -> enter(place, met, false);
      case REMOVE -> remove(place, met);
      case CREATE -> create(place, met);
      case EXCHANGE -> {
        remove(place, met);
        create(place, met);
      }
      case PATCH, ATTRIBUTES, REWRITE -> change(place, met, action);
      case LINK -> link(place, met);
    }
  }

  private void enter(Place place, Meeting met, boolean attributes) throws IOException {
    FileStat stat = disk(met).stat();
    if (subvolumes.isAt(met.path())) {
      enterSubvolume(place, met, attributes);
      return;
    }
    if (!moved.disturbed(met.path())) {
      guard.expect(place.folder(), met.name(), stat);
    }
    unlock(place.folder().open(), met.name(), stat);
    Entry want = met.want();
    Folder.Ending ending =
        want != null && attributes
            ? handle -> finish(met.path(), handle, want.attributes())
            : handle -> reset(handle, stat);
    below(place, met, Mode.BOTH, Optional.of(ending));
  }

  /// A subvolume gets its attributes when all of the tree is there.
  private void enterSubvolume(Place place, Meeting met, boolean attributes) throws IOException {
    subvolumes.expect(met.path(), disk(met).stat());
    Entry want = met.want();
    if (want != null && attributes) {
      subvolumes.want(met.path(), want.attributes());
    }
    below(place, met, Mode.BOTH, Optional.empty());
  }

  /// Lets the owner work in a directory that its mode closes to it.
  private void unlock(DirectoryHandle directory, ByteString name, FileStat stat)
      throws IOException {
    if (!work.setter().privileged() && (stat.mode() & OWNER_ALL) != OWNER_ALL) {
      directory.setMode(name, stat.mode() | OWNER_ALL);
    }
  }

  private void finish(ByteString path, DirectoryHandle handle, Attributes wanted)
      throws IOException {
    var outcome = work.setter().set(new AttributeTarget.Opened(handle), wanted);
    notes.unheld().note(path, outcome.unheld());
    notes.clean().add(outcome.stat());
  }

  private static void reset(DirectoryHandle handle, FileStat before) throws IOException {
    if (handle.stat().mode() != before.mode()) {
      handle.setOwnMode(before.mode());
    }
    handle.setOwnTimes(before.mtimeSeconds(), before.mtimeNanos());
  }

  private void create(Place place, Meeting met) throws IOException {
    Entry want = want(met);
    if (isDirectory(want)) {
      makeDirectory(place.folder(), met);
      Folder.Ending ending = handle -> finish(met.path(), handle, want.attributes());
      below(place, met, Mode.CREATING, Optional.of(ending));
      return;
    }
    Spot spot = new Spot(place.folder(), met.name(), want, place.ignores(met.name(), false));
    Optional<LinkGroup> group = want.linkGroup();
    if (group.isPresent()) {
      HardLinks.Anchor anchor = anchor(group.get());
      if (anchor.path().equals(met.path())) {
        notes.links().noteUnheld(met.path(), work.create(spot));
      } else {
        linkTo(anchor, spot, met.name());
      }
    } else if (moved.take(met.path(), place.folder().open(), met.name())) {
      work.attributes(spot);
    } else if (want.node() instanceof RegularNode) {
      files.create(spot);
    } else {
      work.create(spot);
    }
  }

  private static void makeDirectory(Folder folder, Meeting met) throws IOException {
    try {
      folder.open().makeDirectory(met.name(), OWNER_ALL);
    } catch (LinuxException e) {
      throw Guard.unlessTaken(e, met.path());
    }
  }

  private void change(Place place, Meeting met, Action action) throws IOException {
    Entry want = want(met);
    FileStat stat = disk(met).stat();
    Spot spot = new Spot(place.folder(), met.name(), want, false);
    if (want.linkGroup().isPresent()) {
      Unheld missing = files.changeNow(spot, stat, action);
      notes.links().noteUnheld(met.path(), missing);
    } else if (want.node() instanceof RegularNode) {
      files.change(spot, stat, action);
    } else {
      files.changeNow(spot, stat, action);
    }
  }

  private void link(Place place, Meeting met) throws IOException {
    Entry want = want(met);
    FileStat stat = disk(met).stat();
    HardLinks.Anchor anchor = anchor(want.linkGroup().orElseThrow());
    Spot spot = new Spot(place.folder(), met.name(), want, false);
    if (anchor.inode() == stat.ino()) {
      notes.unheld().note(met.path(), notes.links().unheld(anchor.path()));
      return;
    }
    guard.expect(place.folder(), met.name(), stat);
    DirectoryHandle directory = place.folder().open();
    ByteString aside = work.freshName();
    if (linkTo(anchor, spot, aside)) {
      directory.rename(aside, directory, met.name(), false);
    } else {
      directory.remove(met.name());
    }
  }

  /// Links `name` to the first member of its group; false if that could not be made.
  private boolean linkTo(HardLinks.Anchor anchor, Spot spot, ByteString name) throws IOException {
    try (Reached from = Reached.open(plan.request().top(), anchor.path())) {
      if (from.directory().statIfPresent(from.name()).isEmpty()) {
        notes.unheld().absent(spot.path());
        return false;
      }
      guard.changes(anchor.inode());
      spot.folder().open().link(from.directory(), from.name(), name);
    } catch (LinuxException e) {
      throw Guard.unlessTaken(e, spot.path());
    }
    notes.unheld().note(spot.path(), notes.links().unheld(anchor.path()));
    return true;
  }

  private void remove(Place place, Meeting met) throws IOException {
    ScanItem item = disk(met);
    if (item.standing() != Standing.PRESENT) {
      return;
    }
    boolean decided =
        place.mode() == Mode.REMOVING && !item.isDirectory() && place.ignores(met.name(), false);
    if (decided && notes.log().take() == Action.LEAVE || notes.moves().isOrigin(met.path())) {
      return;
    }
    Folder folder = place.folder();
    if (!item.isDirectory()) {
      guard.expect(folder, met.name(), item.stat());
      folder.open().remove(met.name());
      return;
    }
    if (!subvolumes.isAt(met.path())) {
      unlock(folder.open(), met.name(), item.stat());
    }
    below(place, met, Mode.REMOVING, Optional.empty());
    try {
      folder.open().removeDirectory(met.name());
    } catch (LinuxException e) {
      boolean held = e.is(Errno.ENOTEMPTY) || e.is(Errno.EEXIST) || e.is(Errno.EBUSY);
      if (!held) {
        throw e;
      }
      if (met.want() != null) {
        throw inTheWay(met.path(), e);
      }
      if (kept.size() < MOST_KEPT) {
        kept.add(met.path());
      }
    }
  }

  private static VolaryException inTheWay(ByteString path, LinuxException cause) {
    return new VolaryException(
        Fault.CONFLICT,
        path
            + " holds what is not data (an ignored file, or a mount), but must become something"
            + " else; move that away, then continue or abort",
        cause);
  }

  private void below(Place place, Meeting met, Mode mode, Optional<Folder.Ending> ending)
      throws IOException {
    Folder child = place.folder().child(met.name(), ending);
    boolean complete = false;
    try {
      walk(
          place.inside(child, met.name(), mode),
          mode == Mode.REMOVING ? Optional.empty() : directory(met.want()),
          Optional.empty());
      complete = true;
    } finally {
      child.leave(complete);
    }
  }

  private HardLinks.Anchor anchor(LinkGroup group) {
    return notes.links().anchor(group).orElseThrow();
  }

  private static ScanItem disk(Meeting met) {
    ScanItem item = met.disk();
    if (item == null) {
      throw new IllegalStateException("nothing was found at " + met.path());
    }
    return item;
  }

  private static Entry want(Meeting met) {
    Entry want = met.want();
    if (want == null) {
      throw new IllegalStateException("nothing is wanted at " + met.path());
    }
    return want;
  }
}
