package dev.volary.core.restore.plan;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.FileStat;
import dev.volary.core.object.Entry;
import dev.volary.core.object.LinkGroup;
import dev.volary.core.object.Node.RegularNode;
import dev.volary.core.restore.entry.Folder;
import dev.volary.core.restore.plan.DiskState.Found;
import dev.volary.core.restore.plan.MergeWalk.Meeting;
import dev.volary.core.restore.plan.MergeWalk.Place;
import dev.volary.core.scan.LinkTable;
import java.io.IOException;
import java.util.Optional;

/// Decides over entries that are no directories, on disk and wanted.
final class LeafPlan {
  private final RestoreRequest request;
  private final DiskState state;
  private final LinkTable linkTable;
  private final RestorePlan.Notes notes;
  private final PlanCounter counter;

  /// What a plan is made from and noted in.
  record Work(DiskState state, LinkTable links, RestorePlan.Notes notes, PlanCounter counter) {}

  LeafPlan(RestoreRequest request, Work work) {
    this.request = request;
    this.state = work.state();
    this.linkTable = work.links();
    this.notes = work.notes();
    this.counter = work.counter();
  }

  /// Returns what is done with the entry met; names come in walking order.
  Action decide(Place place, Meeting met, FileStat stat, Entry want) throws IOException {
    Optional<LinkGroup> group = want.linkGroup();
    Optional<HardLinks.Anchor> anchor = group.flatMap(notes.links()::anchor);
    Found found = state.find(place.folder(), place.depth(), met, stat);
    if (anchor.isPresent()) {
      return linkTo(anchor.get(), place, met, found);
    }
    boolean mine = notes.links().claim(stat, group, met.path());
    // An ignored file is at every moment the base's or as wanted: nothing else is known of it.
    boolean inPlace = mine && isWhollyInside(stat) && !place.ignores(met.name(), false);
    Action action = compare(place.folder(), met, found, inPlace);
    if (!mine && action == Action.LEAVE) {
      action = rewrite(met, want);
    }
    if (action != Action.LEAVE) {
      requireDiscardable(place, met, found);
    }
    if (group.isPresent()) {
      long inode = action == Action.REWRITE ? 0 : stat.ino();
      boolean changed = action != Action.LEAVE;
      notes.links().putAnchor(group.get(), new HardLinks.Anchor(met.path(), inode, changed));
    }
    return action;
  }

  private Action linkTo(HardLinks.Anchor anchor, Place place, Meeting met, Found found)
      throws IOException {
    if (anchor.inode() != found.stat().ino()) {
      requireDiscardable(place, met, found);
      counter.rewrite(met.path(), 0);
      return Action.LINK;
    }
    if (anchor.changed()) {
      return Action.LINK;
    }
    notes.unheld().note(met.path(), request.known().unheld().at(met.path()));
    return Action.LEAVE;
  }

  /// Whether all names of the file are in the tree, so that a change in place reaches no other.
  private boolean isWhollyInside(FileStat stat) {
    return stat.nlink() < 2 || request.paths().isAll() && linkTable.membersOf(stat) == stat.nlink();
  }

  private Action compare(Folder folder, Meeting met, Found found, boolean inPlace)
      throws IOException {
    Entry want = met.want();
    if (want == null) {
      throw new IllegalStateException("nothing is wanted at " + met.path());
    }
    boolean sameAttributes = found.attributes().equals(want.attributes());
    if (want.node() instanceof RegularNode file) {
      long missing = state.missing(folder, met.name(), found, file);
      if (missing > 0 && inPlace) {
        counter.change(met.path(), missing, Math.max(0, file.size() - found.stat().size()));
        return Action.PATCH;
      } else if (missing > 0) {
        return rewrite(met, want);
      }
    } else if (!state.isSpecial(folder, met, found.stat(), want.node())) {
      return rewrite(met, want);
    }
    if (sameAttributes) {
      noteLeft(met, found);
      return Action.LEAVE;
    }
    if (!inPlace) {
      return rewrite(met, want);
    }
    counter.change(met.path(), 0, 0);
    return Action.ATTRIBUTES;
  }

  /// Notes that what was found stays.
  void noteLeft(Meeting met, Found found) {
    notes.unheld().note(met.path(), request.known().unheld().at(met.path()));
    if (found.asBase().isPresent()) {
      notes.clean().add(found.stat());
    }
  }

  private Action rewrite(Meeting met, Entry want) {
    counter.rewrite(met.path(), bytes(want));
    return Action.REWRITE;
  }

  /// Fails with CONFLICT where something would be lost that the request does not discard.
  void requireDiscardable(Place place, Meeting met, Found found) throws IOException {
    if (!request.discard()
        && !place.ignores(met.name(), found.stat().isDirectory())
        && !state.isAsBase(place.folder(), met, found)) {
      throw changed(met.path(), "has changes that are in no commit");
    }
  }

  long bytes(Entry want) {
    return want.node() instanceof RegularNode file ? state.dataBytes(file) : 0;
  }

  static VolaryException changed(ByteString path, String how) {
    return new VolaryException(
        Fault.CONFLICT, path + " " + how + "; commit it, or use --stash or --discard");
  }
}
