package dev.volary.core.history.git.incoming;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.text.FactsFormat;
import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.internal.storage.file.PackIndex;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevTag;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;

/// Looks through the objects of a pack that was received: all they name is there, and trees are of
/// the three forms that Volary makes.
///
/// Every history here passed this check or was written here, so what is there already has all it
/// names: looking one step far is enough. Not thread-safe.
final class IncomingCheck implements AutoCloseable {
  /// The file of access rules in the trees of `refs/meta/access`.
  private static final String ACCESS = "access.config";

  private static final int MAX_ACCESS_BYTES = 1 << 20;
  private static final int MAX_NOTE_BYTES = 64 << 10;

  private final ObjectReader reader;
  private final RevWalk walk;

  IncomingCheck(FileRepository repository) {
    this.reader = repository.newObjectReader();
    this.walk = new RevWalk(reader);
    walk.setRetainBody(false);
  }

  /// Checks every object that an index lists.
  void check(Path index) throws IOException {
    for (PackIndex.MutableEntry entry : PackIndex.open(index.toFile())) {
      ObjectId id = entry.toObjectId();
      switch (reader.open(id).getType()) {
        case Constants.OBJ_COMMIT -> checkCommit(id);
        case Constants.OBJ_TAG -> checkTag(id);
        case Constants.OBJ_TREE -> checkTree(id, "the tree " + id.name());
        default -> {}
      }
    }
  }

  private void checkCommit(ObjectId id) throws IOException {
    RevCommit commit = walk.parseCommit(id);
    for (RevCommit parent : commit.getParents()) {
      require(id, parent, Constants.OBJ_COMMIT);
    }
    require(id, commit.getTree(), Constants.OBJ_TREE);
    checkTree(commit.getTree(), "the tree of commit " + id.name());
  }

  private void checkTag(ObjectId id) throws IOException {
    RevTag tag = walk.parseTag(id);
    require(id, tag.getObject(), tag.getObject().getType());
  }

  /// Checks that a tree holds facts alone, or access rules alone, or notes.
  private void checkTree(AnyObjectId id, String resource) throws IOException {
    CanonicalTreeParser tree = new CanonicalTreeParser(new byte[0], reader, id);
    int entries = 0;
    boolean single = false;
    for (; !tree.eof(); tree.next(1)) {
      String name = tree.getEntryPathString();
      entries++;
      if (name.equals(FactsFormat.FILE)) {
        single = true;
        FactsFormat.parse(blob(tree, resource, FactsFormat.MAX_BYTES), resource);
      } else if (name.equals(ACCESS)) {
        single = true;
        blob(tree, resource, MAX_ACCESS_BYTES);
      } else {
        checkNote(tree, resource);
      }
    }
    if (single && entries > 1) {
      throw refused(resource, "has other files than those of Volary");
    }
  }

  private void checkNote(CanonicalTreeParser tree, String resource) throws IOException {
    String name = tree.getEntryPathString();
    if (FileMode.TREE.equals(tree.getEntryRawMode())) {
      if (!name.matches("[0-9a-f]{2}")) {
        throw refused(resource, "has a folder '" + name + "'");
      }
      require(tree.getEntryObjectId(), tree.getEntryObjectId(), Constants.OBJ_TREE);
    } else if (name.matches("[0-9a-f]{2,40}")) {
      blob(tree, resource, MAX_NOTE_BYTES);
    } else {
      throw refused(resource, "has a file '" + name + "'");
    }
  }

  private byte[] blob(CanonicalTreeParser tree, String resource, int maxBytes) throws IOException {
    if (!FileMode.REGULAR_FILE.equals(tree.getEntryRawMode())) {
      throw refused(resource, "has something else than plain files");
    }
    ObjectId id = tree.getEntryObjectId();
    require(id, id, Constants.OBJ_BLOB);
    long size = reader.getObjectSize(id, Constants.OBJ_BLOB);
    if (size > maxBytes) {
      throw refused(resource, "has a file of " + size + " bytes");
    }
    return reader.open(id, Constants.OBJ_BLOB).getCachedBytes(maxBytes);
  }

  private void require(AnyObjectId from, AnyObjectId id, int type) throws IOException {
    if (!reader.has(id, type)) {
      throw refused("the object " + from.name(), "names " + id.name() + ", which is not there");
    }
  }

  private static VolaryException refused(String resource, String problem) {
    return new VolaryException(
        Fault.CORRUPT, "The history received is damaged: " + resource + " " + problem);
  }

  @Override
  public void close() {
    walk.close();
    reader.close();
  }
}
