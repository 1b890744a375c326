package dev.volary.core.history.git.upkeep;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;

/// Marks Git objects and all they name. Not thread-safe.
final class Reachable implements AutoCloseable {
  private final RevWalk walk;
  private final ObjectReader reader;
  private final Set<ObjectId> marked = new HashSet<>();

  Reachable(Repository repository) {
    this.walk = new RevWalk(repository);
    this.reader = walk.getObjectReader();
    walk.setRetainBody(false);
  }

  boolean contains(ObjectId id) {
    return marked.contains(id);
  }

  /// Whether the object is there at all.
  boolean isThere(ObjectId id) throws IOException {
    return reader.has(id);
  }

  /// Marks what must be whole.
  void mark(ObjectId start) throws IOException {
    mark(start, false);
  }

  /// Marks what is kept for its age only, and may lack something already.
  void markUnnamed(ObjectId start) throws IOException {
    mark(start, true);
  }

  private void mark(ObjectId start, boolean mayLack) throws IOException {
    Deque<ObjectId> open = new ArrayDeque<>(List.of(start.copy()));
    while (!open.isEmpty()) {
      ObjectId id = open.removeLast();
      if (marked.add(id)) {
        try {
          expand(id, open);
        } catch (MissingObjectException e) {
          if (!mayLack) {
            throw e;
          }
          marked.remove(id);
        }
      }
    }
  }

  private void expand(ObjectId id, Deque<ObjectId> open) throws IOException {
    switch (reader.open(id).getType()) {
      case Constants.OBJ_COMMIT -> {
        RevCommit commit = walk.parseCommit(id);
        open.add(commit.getTree().copy());
        for (RevCommit parent : commit.getParents()) {
          open.add(parent.copy());
        }
      }
      case Constants.OBJ_TAG -> open.add(walk.parseTag(id).getObject().copy());
      case Constants.OBJ_TREE -> {
        CanonicalTreeParser tree = new CanonicalTreeParser(new byte[0], reader, id);
        for (; !tree.eof(); tree.next(1)) {
          open.add(tree.getEntryObjectId());
        }
      }
      default -> {}
    }
  }

  @Override
  public void close() {
    walk.close();
  }
}
