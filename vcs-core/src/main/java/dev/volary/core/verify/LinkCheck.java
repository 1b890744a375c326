package dev.volary.core.verify;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.io.ByteString;
import dev.volary.core.object.Entry;
import dev.volary.core.object.LinkGroup;
import dev.volary.core.object.Node.DirectoryNode;
import dev.volary.core.object.tree.DirectoryReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/// Checks that the hard links of a tree agree with each other, going down only where there are any.
///
/// Memory grows with the groups of one tree.
final class LinkCheck {
  private static final ByteString SLASH = ByteString.utf8("/");

  private final DirectoryReader directories;
  private final TreeCheck trees;
  private final Findings findings;

  LinkCheck(DirectoryReader directories, TreeCheck trees, Findings findings) {
    this.directories = directories;
    this.trees = trees;
    this.findings = findings;
  }

  /// The member of a group met first, and how many were met.
  private static final class Group {
    private final ByteString path;
    private final Entry entry;
    private int members = 1;

    Group(ByteString path, Entry entry) {
      this.path = path;
      this.entry = entry;
    }
  }

  /// A directory being walked.
  private record Level(Iterator<Entry> entries, ByteString prefix) {}

  /// Checks a whole tree, from its top's `directory`.
  void check(ObjectId directory) {
    Map<LinkGroup, Group> groups = new HashMap<>();
    Deque<Level> path = new ArrayDeque<>();
    enter(path, directory, ByteString.EMPTY);
    while (!path.isEmpty()) {
      Level level = path.peek();
      if (!level.entries.hasNext()) {
        path.pop();
        continue;
      }
      Entry entry = level.entries.next();
      ByteString name = level.prefix.plus(entry.name());
      if (entry.node() instanceof DirectoryNode(ObjectId id)) {
        enter(path, id, name.plus(SLASH));
      }
      entry.linkGroup().ifPresent(group -> member(groups, group, name, entry));
    }
    groups.values().stream()
        .filter(group -> group.members < 2)
        .forEach(group -> report(group.path, "its group of hard links has no other member"));
  }

  private void enter(Deque<Level> path, ObjectId directory, ByteString prefix) {
    if (trees.hasLinks(directory)) {
      path.push(new Level(directories.entries(directory), prefix));
    }
  }

  private void member(Map<LinkGroup, Group> groups, LinkGroup name, ByteString path, Entry entry) {
    Group group = groups.get(name);
    if (group == null) {
      groups.put(name, new Group(path, entry));
      if (!LinkGroup.of(path).equals(name)) {
        report(path, "its group of hard links is not named by its smallest path");
      }
      return;
    }
    group.members++;
    boolean same =
        group.entry.attributes().equals(entry.attributes())
            && group.entry.node().equals(entry.node());
    if (!same) {
      report(path, "it is a hard link of " + group.path + " and differs from it");
    }
  }

  private void report(ByteString path, String problem) {
    findings.add(Finding.Kind.LINKS, "the entry " + path, problem, Set.of());
  }
}
