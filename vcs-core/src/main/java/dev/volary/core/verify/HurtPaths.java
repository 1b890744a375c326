package dev.volary.core.verify;

import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.io.ByteString;
import dev.volary.core.object.Content.ChunkContent;
import dev.volary.core.object.Content.MapContent;
import dev.volary.core.object.Entry;
import dev.volary.core.object.Node.DirectoryNode;
import dev.volary.core.object.Node.RegularNode;
import dev.volary.core.object.ObjectSource;
import dev.volary.core.object.tree.DirectoryReader;
import dev.volary.core.object.tree.DirectoryReader.Page;
import dev.volary.core.object.tree.References;
import dev.volary.core.object.tree.Top;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds under which paths of which roots damaged objects are, going down hurt directories only.
///
/// Bounded: the first paths of each object are kept, the first roots of each path, and after a
/// million pages the search ends.
final class HurtPaths {
  private static final int MAX_PATHS = 20;
  private static final int MAX_ROOTS = 20;
  private static final int MAX_PAGES = 1_000_000;
  private static final ByteString SLASH = ByteString.utf8("/");

  private final ObjectSource source;
  private final TreeCheck trees;
  private final SoundObjects sound;
  private final Findings findings;
  private final DirectoryReader directories;
  private final Map<ObjectId, Paths> paths = new HashMap<>();
  private int pages;

  HurtPaths(ObjectSource source, TreeCheck trees, SoundObjects sound, Findings findings) {
    this.source = source;
    this.trees = trees;
    this.sound = sound;
    this.findings = findings;
    this.directories = new DirectoryReader(source);
  }

  /// The paths of one object.
  private static final class Paths {
    private final Map<ByteString, Roots> kept = new LinkedHashMap<>();
    private long more;

    void add(ByteString path, List<VerifyRoot> roots) {
      if (kept.containsKey(path) || kept.size() < MAX_PATHS) {
        kept.computeIfAbsent(path, p -> new Roots()).add(roots);
      } else {
        more++;
      }
    }
  }

  /// The roots of one path.
  private static final class Roots {
    private final List<VerifyRoot> kept = new ArrayList<>();
    private long more;

    void add(List<VerifyRoot> roots) {
      int room = Math.min(MAX_ROOTS - kept.size(), roots.size());
      kept.addAll(roots.subList(0, room));
      more += roots.size() - room;
    }
  }

  /// A directory's page to be looked at.
  private record Step(ObjectId page, ByteString path) {}

  /// Looks through a root that is not whole, for all `holders` of it.
  void search(ObjectId root, List<VerifyRoot> holders) {
    Deque<Step> open = new ArrayDeque<>();
    Optional<Top> top = bad(ObjectKind.DIRECTORY, root) ? Optional.empty() : top(root);
    if (top.isPresent()) {
      open.push(new Step(top.get().directory(), ByteString.EMPTY));
    } else {
      add(root, ByteString.EMPTY, holders);
    }
    while (!open.isEmpty() && pages++ < MAX_PAGES) {
      page(open, open.pop(), holders);
    }
  }

  private Optional<Top> top(ObjectId root) {
    try {
      return Optional.of(Top.read(source, root));
    } catch (VolaryException e) {
      return Optional.empty();
    }
  }

  private void page(Deque<Step> open, Step step, List<VerifyRoot> holders) {
    if (bad(ObjectKind.DIRECTORY, step.page)) {
      add(step.page, step.path, holders);
    }
    if (sound.length(ObjectKind.DIRECTORY, step.page) < 0) {
      return;
    }
    try {
      switch (directories.page(step.page)) {
        case Page.Leaf(List<Entry> entries) -> {
          for (Entry entry : entries) {
            entry(open, step.path, entry, holders);
          }
        }
        case Page.Inner(List<DirectoryReader.Part> parts) -> {
          for (DirectoryReader.Part part : parts) {
            push(open, part.id(), step.path);
          }
        }
      }
    } catch (VolaryException e) {
      add(step.page, step.path, holders);
    }
  }

  private void push(Deque<Step> open, ObjectId directory, ByteString path) {
    if (trees.isHurt(ObjectKind.DIRECTORY, directory)) {
      open.push(new Step(directory, path));
    }
  }

  private void entry(Deque<Step> open, ByteString parent, Entry entry, List<VerifyRoot> holders) {
    ByteString path = parent.isEmpty() ? entry.name() : parent.plus(SLASH).plus(entry.name());
    if (entry.node() instanceof DirectoryNode(ObjectId id)) {
      push(open, id, path);
    } else if (entry.node() instanceof RegularNode file) {
      if (file.content() instanceof ChunkContent(ObjectId id) && bad(ObjectKind.CHUNK, id)) {
        add(id, path, holders);
      } else if (file.content() instanceof MapContent(ObjectId id)
          && trees.isHurt(ObjectKind.FILE_MAP, id)) {
        map(id, path, holders);
      }
    }
  }

  private void map(ObjectId first, ByteString path, Collection<VerifyRoot> holders) {
    List<VerifyRoot> roots = List.copyOf(holders);
    Deque<ObjectId> open = new ArrayDeque<>(List.of(first));
    while (!open.isEmpty()) {
      ObjectId id = open.pop();
      if (bad(ObjectKind.FILE_MAP, id)) {
        add(id, path, roots);
      }
      if (sound.length(ObjectKind.FILE_MAP, id) >= 0) {
        below(id, path, roots, open);
      }
    }
  }

  private void below(ObjectId map, ByteString path, List<VerifyRoot> roots, Deque<ObjectId> open) {
    try {
      References.visit(
          ObjectKind.FILE_MAP,
          map,
          source.read(ObjectKind.FILE_MAP, map),
          (kind, id) -> {
            if (kind == ObjectKind.FILE_MAP) {
              open.push(id);
            } else if (bad(kind, id)) {
              add(id, path, roots);
            }
          });
    } catch (VolaryException e) {
      add(map, path, roots);
    }
  }

  private boolean bad(ObjectKind kind, ObjectId id) {
    return sound.length(kind, id) < 0 || findings.name(id);
  }

  private void add(ObjectId id, ByteString path, List<VerifyRoot> holders) {
    paths.computeIfAbsent(id, i -> new Paths()).add(path, holders);
  }

  /// Makes a finding of what was noted, with the paths of the objects it is about.
  Finding finish(Findings.Raw raw, Collection<ObjectId> lost) {
    Paths all = new Paths();
    for (ObjectId id : lost) {
      Paths own = paths.get(id);
      if (own != null) {
        own.kept.forEach((path, roots) -> merge(all, path, roots));
        all.more += own.more;
      }
    }
    List<Hurt> hurts = new ArrayList<>();
    all.kept.forEach((path, roots) -> hurts.add(new Hurt(path, roots.kept, roots.more)));
    return new Finding(
        raw.kind(), raw.resource(), raw.problem(), Set.copyOf(lost), hurts, all.more);
  }

  /// One path may be hurt by several objects; its roots count once.
  private static void merge(Paths all, ByteString path, Roots roots) {
    if (!all.kept.containsKey(path)) {
      int before = all.kept.size();
      all.add(path, roots.kept);
      Roots added = all.kept.get(path);
      if (all.kept.size() > before && added != null) {
        added.more += roots.more;
      }
    }
  }
}
