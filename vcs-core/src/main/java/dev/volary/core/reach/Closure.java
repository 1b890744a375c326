package dev.volary.core.reach;

import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.object.ObjectSource;
import dev.volary.core.object.tree.References;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/// All objects that roots reach, each visited once, chunks never read.
///
/// Objects are visited before what they name, in the order of the tree, so that packs are read
/// mostly forward. Memory: the [ObjectSet] of what was seen, and for each level of the tree what
/// one object names. Several walks may share a set; what one has seen the next passes over. Not
/// thread-safe.
public final class Closure {
  private final ObjectSource source;
  private final ObjectSet seen;

  /// A walk over objects of `source` that passes over what is in `seen` and adds to it.
  public Closure(ObjectSource source, ObjectSet seen) {
    this.source = source;
    this.seen = seen;
  }

  /// What is told of a walk.
  public interface Visitor {
    /// An object is reached for the first time; returns whether to go on to what it names.
    ///
    /// A chunk is not known to be there: the walk does not look.
    boolean reached(ObjectKind kind, ObjectId id);

    /// A directory or file map is missing or damaged; the walk goes on without it unless this
    /// fails.
    default void unreadable(ObjectKind kind, ObjectId id, VolaryException failure) {
      throw failure;
    }
  }

  /// Walks all that the tops named by `roots` reach, and `roots` themselves.
  public void walk(Iterable<ObjectId> roots, Visitor visitor) {
    for (ObjectId root : roots) {
      walkFrom(ObjectKind.DIRECTORY, root, visitor);
    }
  }

  /// Walks all that one object reaches, and the object itself.
  public void walkFrom(ObjectKind kind, ObjectId id, Visitor visitor) {
    Deque<Iterator<Reference>> path = new ArrayDeque<>();
    path.push(List.of(new Reference(kind, id)).iterator());
    while (!path.isEmpty()) {
      Iterator<Reference> references = path.peek();
      if (!references.hasNext()) {
        path.pop();
        continue;
      }
      Reference next = references.next();
      if (seen.add(next.kind, next.id) && visitor.reached(next.kind, next.id)) {
        List<Reference> below = below(next, visitor);
        if (!below.isEmpty()) {
          path.push(below.iterator());
        }
      }
    }
  }

  private List<Reference> below(Reference object, Visitor visitor) {
    if (object.kind == ObjectKind.CHUNK) {
      return List.of();
    }
    try {
      byte[] plain = source.read(object.kind, object.id);
      List<Reference> below = new ArrayList<>();
      References.visit(
          object.kind, object.id, plain, (kind, id) -> below.add(new Reference(kind, id)));
      return below;
    } catch (VolaryException e) {
      visitor.unreadable(object.kind, object.id, e);
      return List.of();
    }
  }

  private record Reference(ObjectKind kind, ObjectId id) {}
}
