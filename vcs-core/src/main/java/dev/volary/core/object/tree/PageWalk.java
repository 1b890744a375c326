package dev.volary.core.object.tree;

import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.object.ObjectSource;
import dev.volary.core.object.tree.InnerPage.Child;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Predicate;

/// Goes forward over the pages of one height of a directory or file map, holding one inner page a
/// level, and checks what pages say of the pages below them. Not thread-safe.
final class PageWalk {
  private final ObjectSource source;
  private final ObjectKind kind;
  private final int height;
  private final Deque<Frame> path = new ArrayDeque<>();
  private final ObjectId root;
  private final byte[] rootPlain;
  private boolean atRoot;
  private Optional<ObjectId> lastPassed = Optional.empty();

  /// A walk over the pages of `height` below `root`, standing at the first of them.
  PageWalk(ObjectSource source, ObjectKind kind, ObjectId root, int height) {
    this.source = source;
    this.kind = kind;
    this.height = height;
    this.root = root;
    this.rootPlain = source.read(kind, root);
    if (!PageFormat.isInner(rootPlain)) {
      atRoot = height == 0;
      return;
    }
    String resource = PageFormat.resource(kind, root);
    InnerPage page = InnerPage.decode(kind, resource, rootPlain);
    if (page.children().size() < 2) {
      throw VolaryException.corrupt(resource, "a level has a single page");
    }
    atRoot = page.height() == height;
    if (page.height() > height) {
      path.addLast(new Frame(page, Bound.START, true));
      settle();
    }
  }

  /// Tells whether all pages were passed.
  boolean atEnd() {
    return !atRoot && path.isEmpty();
  }

  /// Passes the page it stands at.
  void advance() {
    if (atRoot) {
      atRoot = false;
      lastPassed = Optional.of(root);
      return;
    }
    Frame frame = path.getLast();
    lastPassed = Optional.of(frame.child().id());
    frame.step();
    settle();
  }

  /// Passes pages as long as `passed` accepts the place after them, which it must do for all pages
  /// before any that it refuses; a page that is the whole tree is never passed.
  void skip(Predicate<Bound> passed) {
    while (!path.isEmpty()) {
      Frame frame = path.getLast();
      if (frame.atEnd()) {
        leave();
      } else if (passed.test(frame.upper())) {
        lastPassed =
            frame.page.height() == height + 1 ? Optional.of(frame.child().id()) : lastPassed;
        frame.step();
      } else if (frame.page.height() > height + 1) {
        enter(frame);
      } else {
        return;
      }
    }
  }

  /// Returns the id of the page it stands at.
  ObjectId id() {
    return atRoot ? root : path.getLast().child().id();
  }

  /// Returns the bytes of the page it stands at.
  byte[] read() {
    return atRoot ? rootPlain : source.read(kind, id());
  }

  /// Returns the place where the page it stands at begins.
  Bound lower() {
    return atRoot ? Bound.START : path.getLast().lower;
  }

  /// Returns what is said of the page it stands at; nothing if it is the whole tree.
  Optional<Child> said() {
    return atRoot ? Optional.empty() : Optional.of(path.getLast().child());
  }

  /// Tells whether the page it stands at is the last of its height.
  boolean isLast() {
    return atRoot || path.getLast().atLast();
  }

  /// Returns the page passed last, or nothing; inner pages skipped as a whole do not count.
  Optional<ObjectId> lastPassed() {
    return lastPassed;
  }

  private void settle() {
    skip(upper -> false);
  }

  private void leave() {
    path.removeLast();
    if (!path.isEmpty()) {
      path.getLast().step();
    }
  }

  private void enter(Frame above) {
    Child said = above.child();
    String resource = PageFormat.resource(kind, said.id());
    InnerPage page = InnerPage.decode(kind, resource, source.read(kind, said.id()));
    boolean last = above.atLast();
    Child end = page.children().getLast();
    boolean named = kind != ObjectKind.DIRECTORY || end.last().equals(said.last());
    if (page.height() != above.page.height() - 1 || page.amount() != said.amount() || !named) {
      throw VolaryException.corrupt(resource, "it is not what the page above says");
    }
    if (!page.cut() && !last) {
      throw VolaryException.corrupt(resource, "it ends before its border");
    }
    Bound first = above.lower.after(page.children().getFirst());
    if (first.compareTo(above.lower) <= 0) {
      throw VolaryException.corrupt(resource, "its names are out of order");
    }
    path.addLast(new Frame(page, above.lower, last));
  }

  /// An inner page and the place in it.
  private static final class Frame {
    private final InnerPage page;
    private final boolean last;
    private Bound lower;
    private int index;

    Frame(InnerPage page, Bound lower, boolean last) {
      this.page = page;
      this.lower = lower;
      this.last = last;
    }

    boolean atEnd() {
      return index == page.children().size();
    }

    boolean atLast() {
      return last && index == page.children().size() - 1;
    }

    Child child() {
      return page.children().get(index);
    }

    Bound upper() {
      return lower.after(child());
    }

    void step() {
      lower = upper();
      index++;
    }
  }
}
