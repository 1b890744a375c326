package dev.volary.core.object.tree;

import dev.volary.core.hash.ObjectHash;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.io.ByteString;
import dev.volary.core.object.BasePiece;
import dev.volary.core.object.NewObject;
import dev.volary.core.object.ObjectSink;
import dev.volary.core.object.tree.InnerPage.Child;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Stores leaves and builds the inner pages over them, holding the children of one unfinished page
/// a level. Not thread-safe.
final class PageTree {
  private final ObjectKind kind;
  private final ObjectSink sink;
  private final Optional<PreviousPages> previous;
  private final List<Level> levels = new ArrayList<>();

  PageTree(ObjectKind kind, ObjectSink sink, Optional<PreviousPages> previous) {
    this.kind = kind;
    this.sink = sink;
    this.previous = previous;
  }

  /// Adds the next leaf.
  void leaf(byte[] plain, ByteString last, long amount) {
    store(0, plain, last, amount);
  }

  /// Ends all levels and returns the id of the page over everything; a leaf must have been added.
  ObjectId finish() {
    for (int height = 1; ; height++) {
      List<Child> children = level(height).children;
      if (children.size() == 1 && levels.size() == height + 1) {
        return children.getFirst().id();
      }
      if (!children.isEmpty()) {
        inner(height, children);
      }
    }
  }

  private void store(int height, byte[] plain, ByteString last, long amount) {
    ObjectId id = ObjectHash.of(kind, plain);
    Child child = new Child(last, id, amount);
    Level level = level(height);
    Bound upper = level.lower.after(child);
    if (!sink.has(id)) {
      sink.put(new NewObject(id, kind, plain, bases(height, level.lower, upper)));
    }
    level.lower = upper;
    List<Child> above = level(height + 1).children;
    above.add(child);
    if (CutRule.endsChildren(kind, height + 1, above.size(), child)) {
      inner(height + 1, above);
    }
  }

  private void inner(int height, List<Child> children) {
    byte[] plain = InnerPage.encode(kind, height, children);
    long amount = children.stream().mapToLong(Child::amount).sum();
    ByteString last = children.getLast().last();
    children.clear();
    store(height, plain, last, amount);
  }

  private List<BasePiece> bases(int height, Bound lower, Bound upper) {
    return previous.map(pages -> pages.covering(height, lower, upper)).orElse(List.of());
  }

  private Level level(int height) {
    while (levels.size() <= height) {
      levels.add(new Level());
    }
    return levels.get(height);
  }

  /// What is unfinished at one height: the children of its next page, and where that begins.
  private static final class Level {
    private final List<Child> children = new ArrayList<>();
    private Bound lower = Bound.START;
  }
}
