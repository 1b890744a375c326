package dev.volary.core.diff;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.io.ByteString;
import dev.volary.core.object.Content.EmptyContent;
import dev.volary.core.object.Entry;
import dev.volary.core.object.Node;
import dev.volary.core.object.Node.DeviceNode;
import dev.volary.core.object.Node.DirectoryNode;
import dev.volary.core.object.Node.FifoNode;
import dev.volary.core.object.Node.RegularNode;
import dev.volary.core.object.Node.SocketNode;
import dev.volary.core.object.Node.SymlinkNode;
import dev.volary.core.object.tree.DirectoryReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Holds changes back until it is known which added paths have the content of removed ones.
///
/// A directory that moved as a whole is one rename, found by its id without reading it; one that
/// moved and changed is taken apart, level by level. Past [#LIMIT] held changes it gives up and
/// passes everything on as it comes, so that memory stays bounded.
final class RenameFinder {
  /// How many changes are held at most.
  static final int LIMIT = 1 << 15;

  /// One path held back: added, removed, or a finished change.
  private static final class Held {
    final ByteString path;
    final @Nullable Entry removed;
    final @Nullable Entry added;
    @Nullable Change change;
    boolean gone;
    boolean opened;

    Held(ByteString path, @Nullable Entry removed, @Nullable Entry added, @Nullable Change change) {
      this.path = path;
      this.removed = removed;
      this.added = added;
      this.change = change;
    }

    @Nullable Entry entry() {
      return removed != null ? removed : added;
    }

    boolean isCandidate() {
      return change == null && !gone && !opened;
    }
  }

  private final DirectoryReader reader;
  private final DiffVisitor visitor;
  private List<Held> held = new ArrayList<>();
  private boolean gaveUp;

  RenameFinder(DirectoryReader reader, DiffVisitor visitor) {
    this.reader = reader;
    this.visitor = visitor;
  }

  /// Takes what a walk met; `modified` is what both trees have and differs.
  boolean visit(
      ByteString path, @Nullable Entry before, @Nullable Entry after, Optional<Change> modified) {
    boolean both = before != null && after != null;
    if (both && modified.isEmpty()) {
      return true;
    }
    Held item =
        both ? new Held(path, null, null, modified.get()) : new Held(path, before, after, null);
    if (gaveUp) {
      tell(item, false);
      return true;
    }
    held.add(item);
    if (held.size() > LIMIT) {
      giveUp();
    }
    return false;
  }

  /// Tells what is still held.
  void finish() {
    while (match() && open()) {
      // Each round looks one level deeper into directories that did not move as they were.
    }
    giveUp();
  }

  private void giveUp() {
    gaveUp = true;
    held.forEach(item -> tell(item, true));
    held = new ArrayList<>();
  }

  private void tell(Held item, boolean below) {
    if (item.change != null) {
      visitor.change(item.change);
    } else if (item.gone) {
      return;
    } else if (item.added != null) {
      visitor.change(Change.added(item.path, item.added));
    } else if (item.removed != null) {
      visitor.change(Change.removed(item.path, item.removed));
    }
    if (below && item.change == null && !item.opened) {
      walkBelow(item);
    }
  }

  private void walkBelow(Held item) {
    TreeWalk.Step step =
        (path, before, after) -> {
          tell(new Held(path, before, after, null), false);
          return true;
        };
    new TreeWalk(reader, PathFilter.ALL, step)
        .below(item.path, TreeWalk.directory(item.removed), TreeWalk.directory(item.added));
  }

  /// Pairs equal content; true if unpaired entries are left on both sides.
  private boolean match() {
    Map<Node, List<Held>> removed = new HashMap<>();
    int left = 0;
    for (Held item : held) {
      if (item.isCandidate() && item.removed != null && isTelling(item.removed)) {
        removed.computeIfAbsent(item.removed.node(), node -> new ArrayList<>()).add(item);
        left++;
      }
    }
    boolean addedLeft = false;
    for (Held item : held) {
      if (item.isCandidate() && item.added != null && isTelling(item.added)) {
        Held origin = take(removed.get(item.added.node()), item.added.name());
        if (origin != null && origin.removed != null) {
          item.change = Change.renamed(origin.path, origin.removed, item.path, item.added);
          origin.gone = true;
          left--;
        } else {
          addedLeft = true;
        }
      }
    }
    return left > 0 && addedLeft;
  }

  /// Takes the one of the same name if there is one, else the first.
  private static @Nullable Held take(@Nullable List<Held> origins, ByteString name) {
    if (origins == null || origins.isEmpty()) {
      return null;
    }
    for (int i = 0; i < Math.min(origins.size(), 16); i++) {
      Entry entry = origins.get(i).entry();
      if (entry != null && entry.name().equals(name)) {
        return origins.remove(i);
      }
    }
    return origins.removeFirst();
  }

  /// Puts the members of unpaired directories behind them; false if there was nothing to open, or
  /// too much.
  private boolean open() {
    long total = held.size();
    boolean found = false;
    for (Held item : held) {
      if (item.isCandidate()) {
        Optional<ObjectId> directory = TreeWalk.directory(item.entry());
        found |= directory.isPresent();
        total += directory.map(reader::count).orElse(0L);
      }
    }
    if (!found || total > LIMIT) {
      return false;
    }
    List<Held> opened = new ArrayList<>();
    for (Held item : held) {
      opened.add(item);
      if (item.isCandidate()) {
        TreeWalk.directory(item.entry()).ifPresent(id -> addMembers(item, id, opened));
      }
    }
    held = opened;
    return true;
  }

  private void addMembers(Held directory, ObjectId id, List<Held> to) {
    directory.opened = true;
    var members = reader.entries(id);
    while (members.hasNext()) {
      Entry member = members.next();
      ByteString path = Paths.join(directory.path, member.name());
      to.add(
          directory.removed != null
              ? new Held(path, member, null, null)
              : new Held(path, null, member, null));
    }
  }

  /// Tells whether equal content means that the entry moved, rather than nothing.
  private boolean isTelling(Entry entry) {
    return switch (entry.node()) {
      case RegularNode(long size, var content) -> !(content instanceof EmptyContent);
      case DirectoryNode(var id) -> reader.count(id) > 0;
      case SymlinkNode link -> true;
      case DeviceNode device -> false;
      case FifoNode fifo -> false;
      case SocketNode socket -> false;
    };
  }
}
