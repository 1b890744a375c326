package dev.volary.core.history.git;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.CommitMessage;
import dev.volary.core.history.Facts;
import dev.volary.core.history.NewCommit;
import dev.volary.core.history.text.FactsFormat;
import java.io.IOException;
import java.time.Instant;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/// Commits as Git objects: a commit, its tree, and in it the one file that holds the facts.
final class CommitStore {
  private final BareRepository repository;

  CommitStore(BareRepository repository) {
    this.repository = repository;
  }

  /// Writes a commit durably; the lock must be held.
  CommitId write(NewCommit commit) throws IOException {
    try (ObjectInserter inserter = Durability.inserter(repository);
        ObjectReader reader = repository.files().newObjectReader()) {
      for (CommitId parent : commit.parents()) {
        if (!reader.has(BareRepository.git(parent), Constants.OBJ_COMMIT)) {
          throw noSuchCommit(parent);
        }
      }
      ObjectId facts = inserter.insert(Constants.OBJ_BLOB, FactsFormat.format(commit.facts()));
      TreeFormatter tree = new TreeFormatter();
      tree.append(FactsFormat.FILE, FileMode.REGULAR_FILE, facts);
      ObjectId treeId = inserter.insert(tree);
      ObjectId id = inserter.insert(build(commit, treeId));
      inserter.flush();
      return BareRepository.ours(id);
    }
  }

  private CommitBuilder build(NewCommit commit, ObjectId tree) {
    Instant captured = commit.facts().captured();
    CommitBuilder builder = new CommitBuilder();
    builder.setTreeId(tree);
    builder.setParentIds(commit.parents().stream().map(BareRepository::git).toList());
    // The author's date is when the data was captured, so that other tools show that time.
    builder.setAuthor(
        new PersonIdent(
            commit.author().name(), commit.author().email(), captured, repository.setup().zone()));
    builder.setCommitter(repository.now(commit.author()));
    builder.setMessage(CommitMessage.compose(commit.message(), commit.labels()));
    return builder;
  }

  /// A commit with its header read; NOT_FOUND if it is not there or no commit.
  static RevCommit parse(RevWalk walk, CommitId id) throws IOException {
    ObjectId git = BareRepository.git(id);
    if (!walk.getObjectReader().has(git)) {
      throw noSuchCommit(id);
    }
    return walk.parseCommit(git);
  }

  /// The facts of a commit; CORRUPT if it has none.
  static Facts facts(ObjectReader reader, RevCommit commit) throws IOException {
    String resource = "commit " + commit.name();
    try (@Nullable TreeWalk tree = TreeWalk.forPath(reader, FactsFormat.FILE, commit.getTree())) {
      if (tree == null || !FileMode.REGULAR_FILE.equals(tree.getRawMode(0))) {
        throw VolaryException.corrupt("The tree of " + resource, "it holds no facts");
      }
      AnyObjectId blob = tree.getObjectId(0);
      byte[] text = reader.open(blob, Constants.OBJ_BLOB).getBytes(FactsFormat.MAX_BYTES + 1);
      return FactsFormat.parse(text, resource);
    }
  }

  /// Whether this is a commit of data, and not one of notes.
  static boolean hasFacts(ObjectReader reader, RevCommit commit) throws IOException {
    try (@Nullable TreeWalk tree = TreeWalk.forPath(reader, FactsFormat.FILE, commit.getTree())) {
      return tree != null;
    }
  }

  /// The failure to find a commit.
  static VolaryException noSuchCommit(CommitId id) {
    return new VolaryException(Fault.NOT_FOUND, "There is no commit " + id + " in this volume");
  }
}
