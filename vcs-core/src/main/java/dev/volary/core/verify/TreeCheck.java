package dev.volary.core.verify;

import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.io.ByteString;
import dev.volary.core.object.Content;
import dev.volary.core.object.Content.ChunkContent;
import dev.volary.core.object.Content.EmptyContent;
import dev.volary.core.object.Content.MapContent;
import dev.volary.core.object.Entry;
import dev.volary.core.object.Extent;
import dev.volary.core.object.Node.DeviceNode;
import dev.volary.core.object.Node.DirectoryNode;
import dev.volary.core.object.Node.FifoNode;
import dev.volary.core.object.Node.RegularNode;
import dev.volary.core.object.Node.SocketNode;
import dev.volary.core.object.Node.SymlinkNode;
import dev.volary.core.object.ObjectSource;
import dev.volary.core.object.tree.DirectoryReader;
import dev.volary.core.object.tree.DirectoryReader.Page;
import dev.volary.core.object.tree.DirectoryReader.Part;
import dev.volary.core.object.tree.FileMapReader;
import dev.volary.core.object.tree.References;
import dev.volary.core.object.tree.Top;
import dev.volary.core.reach.ObjectNumbers;
import dev.volary.core.reach.ObjectSet;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Walks what roots reach, each object once, and learns which of it is whole.
///
/// Objects are left after all that they name, so that damage anywhere below shows in the set of
/// those it hurts, however many roots share them. Memory: three bits an object, and a page of each
/// directory on the way down. Not thread-safe.
final class TreeCheck {
  private final ObjectSource source;
  private final SoundObjects sound;
  private final Findings findings;
  private final DirectoryReader directories;
  private final FileMapReader maps;
  private final ObjectSet seen;
  private final ObjectSet hurt;
  private final ObjectSet linked;
  private long pages;
  private long files;

  TreeCheck(ObjectSource source, ObjectNumbers numbers, SoundObjects sound, Findings findings) {
    this.source = source;
    this.sound = sound;
    this.findings = findings;
    this.directories = new DirectoryReader(source);
    this.maps = new FileMapReader(source);
    this.seen = new ObjectSet(numbers);
    this.hurt = new ObjectSet(numbers);
    this.linked = new ObjectSet(numbers);
  }

  /// A page on the way down, and what was learned of what is below it.
  private static final class Frame {
    final ObjectId id;
    final Page page;
    int next;
    boolean hurt;
    boolean linked;

    Frame(ObjectId id, Page page) {
      this.id = id;
      this.page = page;
    }
  }

  /// Tells whether all that a root reaches is there and valid.
  boolean whole(ObjectId root) {
    if (seen.add(ObjectKind.DIRECTORY, root)) {
      Frame top = new Frame(root, new Page.Leaf(List.of()));
      Optional<Top> read = readable(ObjectKind.DIRECTORY, root) ? top(root) : Optional.empty();
      if (read.isPresent()) {
        walk(read.get().directory(), top);
      } else {
        top.hurt = true;
      }
      leave(top);
    }
    return !hurt.contains(ObjectKind.DIRECTORY, root);
  }

  private Optional<Top> top(ObjectId root) {
    try {
      return Optional.of(Top.read(source, root));
    } catch (VolaryException e) {
      invalid(root, e);
      return Optional.empty();
    }
  }

  /// Tells whether something below an object, or itself, is not whole.
  boolean isHurt(ObjectKind kind, ObjectId id) {
    return hurt.contains(kind, id);
  }

  /// Tells whether there are hard links below a directory.
  boolean hasLinks(ObjectId directory) {
    return linked.contains(ObjectKind.DIRECTORY, directory);
  }

  long pages() {
    return pages;
  }

  long files() {
    return files;
  }

  private void walk(ObjectId directory, Frame top) {
    Deque<Frame> path = new ArrayDeque<>();
    path.push(top);
    enter(path, directory, page(directory));
    while (path.size() > 1) {
      Frame frame = path.peek();
      switch (frame.page) {
        case Page.Leaf(List<Entry> entries) when frame.next < entries.size() ->
            entry(path, frame, entries.get(frame.next++));
        case Page.Inner(List<Part> parts) when frame.next < parts.size() ->
            part(path, frame, parts, frame.next++);
        case Page.Leaf _, Page.Inner _ -> {
          path.pop();
          leave(frame);
          inherit(path.peek(), frame.id);
        }
      }
    }
  }

  private void leave(Frame frame) {
    if (frame.hurt) {
      hurt.add(ObjectKind.DIRECTORY, frame.id);
    }
    if (frame.linked) {
      linked.add(ObjectKind.DIRECTORY, frame.id);
    }
  }

  private void inherit(Frame frame, ObjectId below) {
    frame.hurt |= hurt.contains(ObjectKind.DIRECTORY, below);
    frame.linked |= linked.contains(ObjectKind.DIRECTORY, below);
  }

  private void enter(Deque<Frame> path, ObjectId id, Optional<Page> page) {
    boolean first = seen.add(ObjectKind.DIRECTORY, id);
    if (first && page.isPresent()) {
      pages++;
      path.push(new Frame(id, page.get()));
      return;
    }
    if (first) {
      hurt.add(ObjectKind.DIRECTORY, id);
    }
    inherit(path.peek(), id);
  }

  /// Every part of a page that is met for the first time is read, to be compared with what the page
  /// says of it, even if it was met before as a part of another.
  private void part(Deque<Frame> path, Frame frame, List<Part> parts, int at) {
    Part part = parts.get(at);
    Optional<Page> page = page(part.id());
    Optional<ByteString> before =
        at == 0 ? Optional.empty() : Optional.of(parts.get(at - 1).last());
    if (page.isPresent() && !agrees(part, before, page.get())) {
      frame.hurt = true;
      findings.add(
          Finding.Kind.OBJECT,
          "directory " + frame.id,
          "its part " + part.id() + " is not what it says",
          Set.of(frame.id));
    }
    enter(path, part.id(), page);
  }

  private static boolean agrees(Part part, Optional<ByteString> before, Page page) {
    return switch (page) {
      case Page.Leaf(List<Entry> entries) ->
          entries.size() == part.entries()
              && entries.getLast().name().equals(part.last())
              && (before.isEmpty() || entries.getFirst().name().compareTo(before.get()) > 0);
      case Page.Inner(List<Part> below) ->
          below.getLast().last().equals(part.last())
              && below.stream().mapToLong(Part::entries).sum() == part.entries();
    };
  }

  private void entry(Deque<Frame> path, Frame frame, Entry entry) {
    frame.linked |= entry.linkGroup().isPresent();
    switch (entry.node()) {
      case DirectoryNode(ObjectId id) -> {
        boolean known = seen.contains(ObjectKind.DIRECTORY, id);
        enter(path, id, known ? Optional.empty() : page(id));
      }
      case RegularNode(long size, Content content) -> {
        files++;
        frame.hurt |= !content(content, size);
      }
      case SymlinkNode _, DeviceNode _, FifoNode _, SocketNode _ -> {}
    }
  }

  private Optional<Page> page(ObjectId id) {
    if (!readable(ObjectKind.DIRECTORY, id)) {
      return Optional.empty();
    }
    try {
      return Optional.of(directories.page(id));
    } catch (VolaryException e) {
      invalid(id, e);
      return Optional.empty();
    }
  }

  private boolean content(Content content, long size) {
    return switch (content) {
      case EmptyContent() -> true;
      case ChunkContent(ObjectId id) -> chunk(id, size);
      case MapContent(ObjectId id) -> map(id, content, size);
    };
  }

  private boolean map(ObjectId id, Content content, long size) {
    boolean first = seen.add(ObjectKind.FILE_MAP, id);
    if (!first && hurt.contains(ObjectKind.FILE_MAP, id)) {
      return false;
    }
    boolean whole = !first || mapPages(id);
    try {
      // What was checked once is checked again only for the size that this entry gives.
      Iterator<Extent> extents = maps.extentsFrom(content, size, first ? 0 : Math.max(0, size - 1));
      while (whole && extents.hasNext()) {
        Extent extent = extents.next();
        whole = extent.chunk().isEmpty() || !first || chunk(extent.chunk().get(), extent.length());
      }
    } catch (VolaryException e) {
      whole = false;
      invalid(id, e);
    }
    if (!whole) {
      hurt.add(ObjectKind.FILE_MAP, id);
    }
    return whole;
  }

  /// Tells whether every object of a file map can be read, naming those that cannot.
  private boolean mapPages(ObjectId first) {
    Deque<ObjectId> open = new ArrayDeque<>(List.of(first));
    Set<ObjectId> met = new HashSet<>(open);
    boolean whole = true;
    while (!open.isEmpty()) {
      ObjectId id = open.pop();
      if (!readable(ObjectKind.FILE_MAP, id)) {
        whole = false;
        continue;
      }
      try {
        byte[] plain = source.read(ObjectKind.FILE_MAP, id);
        References.visit(
            ObjectKind.FILE_MAP,
            id,
            plain,
            (kind, below) -> {
              if (kind == ObjectKind.FILE_MAP && met.add(below)) {
                open.push(below);
              }
            });
      } catch (VolaryException e) {
        invalid(id, e);
        whole = false;
      }
    }
    return whole;
  }

  private boolean chunk(ObjectId id, long length) {
    int actual = sound.length(ObjectKind.CHUNK, id);
    if (actual >= 0 && actual != length && !findings.name(id)) {
      findings.add(
          Finding.Kind.OBJECT,
          "chunk " + id,
          "it has " + actual + " bytes where a file needs " + length,
          Set.of(id));
    }
    return readable(ObjectKind.CHUNK, id) && actual == length;
  }

  /// Tells whether an object has a sound copy; one that nothing was heard of yet is missing.
  private boolean readable(ObjectKind kind, ObjectId id) {
    if (sound.length(kind, id) >= 0) {
      return true;
    }
    if (!findings.name(id)) {
      findings.add(
          Finding.Kind.OBJECT,
          "object " + id,
          sound.contains(id)
              ? "it is named as a " + kind + " and is none"
              : "it is named by others and is not in the store",
          Set.of(id));
    }
    return false;
  }

  private void invalid(ObjectId id, VolaryException failure) {
    if (!findings.name(id)) {
      findings.add(
          Finding.Kind.OBJECT, "object " + id, String.valueOf(failure.getMessage()), Set.of(id));
    }
  }
}
