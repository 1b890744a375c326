package dev.volary.remote.transfer;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.object.ObjectSource;
import dev.volary.core.object.tree.References;
import dev.volary.core.reach.ObjectSet;
import dev.volary.remote.message.ObjectRef;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Walks trees of which a part is missing, and tells what is.
///
/// Memory: a bit for each directory and file map, and for each level of a tree what one object
/// names; chunks are not remembered, so that the same one may be told twice. Not thread-safe.
public final class MissingObjects {
  private final ObjectSource source;
  private final Predicate<ObjectId> has;
  private final ObjectSet settled;

  /// A walk over `source`, which has what `has` holds, that passes over what is in `settled` and
  /// adds to it what it has gone through.
  public MissingObjects(ObjectSource source, Predicate<ObjectId> has, ObjectSet settled) {
    this.source = source;
    this.has = has;
    this.settled = settled;
  }

  /// Returns the directories and file maps that are missing below `tops`, or among them, down to
  /// the first missing on each way.
  public List<ObjectRef> trees(Collection<ObjectRef> tops) {
    List<ObjectRef> missing = new ArrayList<>();
    for (ObjectRef top : tops) {
      walk(
          top,
          object -> {
            if (object.kind() != ObjectKind.CHUNK) {
              missing.add(object);
            }
          });
    }
    return missing;
  }

  /// Tells `missing` of everything that is missing below `tops`.
  public void all(Collection<ObjectRef> tops, Consumer<ObjectRef> missing) {
    for (ObjectRef top : tops) {
      walk(top, missing);
    }
  }

  private void walk(ObjectRef top, Consumer<ObjectRef> missing) {
    Deque<Iterator<ObjectRef>> path = new ArrayDeque<>();
    path.push(List.of(top).iterator());
    while (!path.isEmpty()) {
      Iterator<ObjectRef> references = path.peek();
      if (!references.hasNext()) {
        path.pop();
        continue;
      }
      ObjectRef next = references.next();
      boolean chunk = next.kind() == ObjectKind.CHUNK;
      // A set that misses an object looks for a newer manifest, too costly for each of many chunks.
      if (!chunk && settled.contains(next.kind(), next.id())) {
        continue;
      }
      if (!has.test(next.id())) {
        missing.accept(next);
      } else if (!chunk && settled.add(next.kind(), next.id())) {
        path.push(below(next).iterator());
      }
    }
  }

  private List<ObjectRef> below(ObjectRef object) {
    byte[] plain = source.read(object.kind(), object.id());
    List<ObjectRef> below = new ArrayList<>();
    References.visit(
        object.kind(), object.id(), plain, (kind, id) -> below.add(new ObjectRef(kind, id)));
    return below;
  }
}
