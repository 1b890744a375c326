package dev.volary.core.reach;

import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.io.ByteString;
import dev.volary.core.object.Content.MapContent;
import dev.volary.core.object.Entry;
import dev.volary.core.object.LinkGroup;
import dev.volary.core.object.Node.DirectoryNode;
import dev.volary.core.object.Node.RegularNode;
import dev.volary.core.object.ObjectSource;
import dev.volary.core.object.tree.DirectoryReader;
import dev.volary.core.object.tree.FileMapReader;
import dev.volary.core.object.tree.Top;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.BiPredicate;

/// Checks of a received tree what no single object shows: that its root is a top, that the pages of
/// a directory agree with each other, that file maps are as long as their files, and that hard
/// links are those of one file.
///
/// What is trusted is not entered, but for hard links. Chunks are not read. Memory: what was
/// walked, and the groups of hard links of one tree. Not thread-safe.
public final class TreeForm {
  private static final ByteString SLASH = ByteString.utf8("/");

  private final ObjectSource source;
  private final BiPredicate<ObjectKind, ObjectId> trusted;
  private final ObjectSet seen;
  private final DirectoryReader directories;
  private final FileMapReader maps;
  private boolean linked;

  /// @param trusted what was checked before, with all below it
  public TreeForm(
      ObjectSource source, ObjectNumbers numbers, BiPredicate<ObjectKind, ObjectId> trusted) {
    this.source = source;
    this.trusted = trusted;
    this.seen = new ObjectSet(numbers);
    this.directories = new DirectoryReader(source);
    this.maps = new FileMapReader(source);
  }

  /// The member of a group that was met first, and how many were met.
  private record Group(Entry first, int members) {}

  /// A directory on the way down.
  private record Level(Iterator<Entry> entries, ByteString prefix) {}

  /// Fails with [dev.volary.core.error.Fault#CORRUPT] unless the tree of `root`, all of which is
  /// there, has the form of one.
  public void check(ObjectId root) {
    if (trusted.test(ObjectKind.DIRECTORY, root) || !seen.add(ObjectKind.DIRECTORY, root)) {
      return;
    }
    ObjectId top = Top.read(source, root).directory();
    linked = false;
    Deque<ObjectId> open = new ArrayDeque<>();
    open.push(top);
    while (!open.isEmpty()) {
      ObjectId directory = open.pop();
      boolean known = trusted.test(ObjectKind.DIRECTORY, directory);
      if (!known && seen.add(ObjectKind.DIRECTORY, directory)) {
        directories.entries(directory).forEachRemaining(entry -> enter(entry, open));
      }
    }
    if (linked) {
      checkLinks(top);
    }
  }

  private void enter(Entry entry, Deque<ObjectId> open) {
    linked |= entry.linkGroup().isPresent();
    if (entry.node() instanceof DirectoryNode(ObjectId id)) {
      open.push(id);
    } else if (entry.node() instanceof RegularNode(long size, MapContent map)) {
      map(map, size);
    }
  }

  /// A map that was checked is checked again only for the size that this entry gives.
  private void map(MapContent map, long size) {
    ObjectId id = map.id();
    boolean known = trusted.test(ObjectKind.FILE_MAP, id) || !seen.add(ObjectKind.FILE_MAP, id);
    maps.extentsFrom(map, size, known ? Math.max(0, size - 1) : 0).forEachRemaining(_ -> {});
  }

  /// Any directory may hold the other members of a group, so all of the tree is walked.
  private void checkLinks(ObjectId top) {
    Map<LinkGroup, Group> groups = new HashMap<>();
    Deque<Level> path = new ArrayDeque<>();
    path.push(new Level(directories.entries(top), ByteString.EMPTY));
    while (!path.isEmpty()) {
      Level level = path.peek();
      if (!level.entries.hasNext()) {
        path.pop();
        continue;
      }
      Entry entry = level.entries.next();
      ByteString name = level.prefix.plus(entry.name());
      if (entry.node() instanceof DirectoryNode(ObjectId id)) {
        path.push(new Level(directories.entries(id), name.plus(SLASH)));
      }
      entry.linkGroup().ifPresent(group -> member(groups, group, name, entry));
    }
    groups.forEach((group, found) -> {
      if (found.members < 2) {
        throw wrong(found.first.name(), "it is the only one of its hard links");
      }
    });
  }

  private static void member(
      Map<LinkGroup, Group> groups, LinkGroup name, ByteString path, Entry entry) {
    Group group = groups.get(name);
    if (group == null && !LinkGroup.of(path).equals(name)) {
      throw wrong(path, "its hard links are not named by the smallest path");
    }
    boolean same =
        group == null
            || group.first.attributes().equals(entry.attributes())
                && group.first.node().equals(entry.node());
    if (!same) {
      throw wrong(path, "it differs from its hard links");
    }
    groups.put(
        name, group == null ? new Group(entry, 1) : new Group(group.first, group.members + 1));
  }

  private static VolaryException wrong(ByteString path, String problem) {
    return VolaryException.corrupt("the entry " + path, problem);
  }
}
