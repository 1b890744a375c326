package dev.volary.core.diff;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.io.ByteString;
import dev.volary.core.object.Entry;
import dev.volary.core.object.Node.DirectoryNode;
import dev.volary.core.object.tree.DirectoryReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Visits the names at which two trees can differ, depth-first in order, without recursion and
/// without reading what both have in common.
final class TreeWalk {
  /// Takes what a walk meets.
  @FunctionalInterface
  interface Step {
    /// Takes a path with its entry in either tree; at least one is there.
    ///
    /// @return whether the walk goes on below a directory that only one tree has
    boolean visit(ByteString path, @Nullable Entry before, @Nullable Entry after);
  }

  private record Frame(ByteString path, DirectoryPair pair) {}

  private final DirectoryReader reader;
  private final PathFilter filter;
  private final Step step;
  private final Deque<Frame> frames = new ArrayDeque<>();

  TreeWalk(DirectoryReader reader, PathFilter filter, Step step) {
    this.reader = reader;
    this.filter = filter;
    this.step = step;
  }

  /// Walks below `path`, which is `first` in one tree and `second` in the other.
  void below(ByteString path, Optional<ObjectId> first, Optional<ObjectId> second) {
    enter(path, first, second);
    while (!frames.isEmpty()) {
      Frame frame = frames.element();
      if (frame.pair.next()) {
        meet(frame);
      } else {
        frames.pop();
      }
    }
  }

  private void meet(Frame frame) {
    Entry before = frame.pair.before();
    Entry after = frame.pair.after();
    Entry either = before != null ? before : after;
    if (either == null) {
      throw new IllegalStateException("no entry where the walk stands");
    }
    ByteString path = Paths.join(frame.path, either.name());
    if (!filter.reaches(path)) {
      return;
    }
    boolean covered = filter.covers(path);
    boolean deeper = !covered || step.visit(path, before, after);
    if (deeper || before != null && after != null) {
      enter(path, directory(before), directory(after));
    }
  }

  private void enter(ByteString path, Optional<ObjectId> first, Optional<ObjectId> second) {
    if (!first.equals(second)) {
      frames.push(new Frame(path, new DirectoryPair(reader, first, second)));
    }
  }

  static Optional<ObjectId> directory(@Nullable Entry entry) {
    return entry != null && entry.node() instanceof DirectoryNode(ObjectId id)
        ? Optional.of(id)
        : Optional.empty();
  }
}
