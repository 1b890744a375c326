package dev.volary.core.history.git;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.GitObjectId;
import dev.volary.core.history.HistoryTransfer;
import dev.volary.core.history.Identity;
import dev.volary.core.history.Labels;
import dev.volary.core.history.RefName;
import dev.volary.core.history.git.incoming.IncomingPack;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.eclipse.jgit.internal.storage.pack.PackWriter;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.pack.PackConfig;
import org.eclipse.jgit.treewalk.TreeWalk;

/// A bare repository on its way to others and from them.
final class GitTransfer implements HistoryTransfer {
  /// The only file in the trees of `refs/meta/access`.
  private static final String RULES = "access.config";

  private static final int MAX_RULES_BYTES = 1 << 20;

  private final BareRepository repository;
  private final Labels labels;
  private final RawRefs refs;

  GitTransfer(BareRepository repository, Labels labels) {
    this.repository = repository;
    this.labels = labels;
    this.refs = new RawRefs(repository);
  }

  @Override
  public void send(
      OutputStream pack, Collection<GitObjectId> wants, Collection<GitObjectId> haves) {
    repository.read(() -> {
      PackConfig config = new PackConfig(repository.files());
      config.setThreads(1);
      config.setBuildBitmaps(false);
      try (ObjectReader reader = repository.files().newObjectReader();
          PackWriter writer = new PackWriter(config, reader)) {
        writer.setThin(true);
        writer.setDeltaBaseAsOffset(true);
        NullProgressMonitor silent = NullProgressMonitor.INSTANCE;
        writer.preparePack(silent, wanted(reader, wants), held(reader, haves));
        writer.writePack(silent, silent, pack);
        pack.flush();
      }
      return pack;
    });
  }

  private static Set<ObjectId> wanted(ObjectReader reader, Collection<GitObjectId> wants)
      throws IOException {
    Set<ObjectId> ids = new LinkedHashSet<>();
    for (GitObjectId want : wants) {
      ObjectId id = git(want);
      if (!reader.has(id)) {
        throw new VolaryException(
            Fault.NOT_FOUND, "There is no object " + want + " in this volume");
      }
      ids.add(id);
    }
    return ids;
  }

  private static Set<ObjectId> held(ObjectReader reader, Collection<GitObjectId> haves)
      throws IOException {
    Set<ObjectId> ids = new LinkedHashSet<>();
    for (GitObjectId have : haves) {
      ObjectId id = git(have);
      if (reader.has(id)) {
        ids.add(id);
      }
    }
    return ids;
  }

  @Override
  public void receive(InputStream pack, long maxBytes) {
    Path own = repository.gitDir().resolve(BareRepository.OWN_DIRECTORY);
    IncomingPack incoming = repository.write(() -> IncomingPack.begin(repository.files(), own));
    try (incoming) {
      repository.read(() -> {
        incoming.read(pack, maxBytes);
        return pack;
      });
      repository.write(() -> {
        incoming.publish();
        return pack;
      });
    }
  }

  @Override
  public SortedMap<RefName, RawRef> refs(String prefix) {
    return repository.read(() -> refs.list(prefix));
  }

  @Override
  public void update(List<RefChange> changes) {
    repository.write(() -> {
      refs.update(changes);
      return changes;
    });
  }

  @Override
  public List<CommitId> between(Collection<CommitId> wants, Collection<CommitId> haves) {
    return repository.read(() -> {
      List<CommitId> commits = new ArrayList<>();
      try (RevWalk walk = new RevWalk(repository.files())) {
        walk.setRetainBody(false);
        walk.sort(RevSort.TOPO);
        walk.sort(RevSort.REVERSE, true);
        for (CommitId want : wants) {
          walk.markStart(CommitStore.parse(walk, want));
        }
        for (CommitId have : haves) {
          if (walk.getObjectReader().has(BareRepository.git(have))) {
            walk.markUninteresting(walk.parseCommit(BareRepository.git(have)));
          }
        }
        for (RevCommit commit = walk.next(); commit != null; commit = walk.next()) {
          commits.add(BareRepository.ours(commit));
        }
      }
      return commits;
    });
  }

  @Override
  public boolean contains(GitObjectId object) {
    return repository.read(() -> {
      try (ObjectReader reader = repository.files().newObjectReader()) {
        return reader.has(git(object));
      }
    });
  }

  @Override
  public void mergeLabels(GitObjectId theirNotes, Identity by) {
    labels.merge(theirNotes.asCommit(), by);
  }

  @Override
  public Optional<String> rules(CommitId commit) {
    return repository.read(() -> {
      try (RevWalk walk = new RevWalk(repository.files());
          TreeWalk tree =
              TreeWalk.forPath(
                  walk.getObjectReader(), RULES, CommitStore.parse(walk, commit).getTree())) {
        if (tree == null || !FileMode.REGULAR_FILE.equals(tree.getRawMode(0))) {
          return Optional.empty();
        }
        byte[] text =
            walk.getObjectReader()
                .open(tree.getObjectId(0), Constants.OBJ_BLOB)
                .getCachedBytes(MAX_RULES_BYTES);
        return Optional.of(new String(text, StandardCharsets.UTF_8));
      }
    });
  }

  @Override
  public CommitId commitRules(NewRules rules) {
    byte[] text = rules.text().getBytes(StandardCharsets.UTF_8);
    if (text.length > MAX_RULES_BYTES) {
      throw new VolaryException(
          Fault.LIMIT, "The rules have " + text.length + " bytes, and may have " + MAX_RULES_BYTES);
    }
    return repository.write(() -> {
      try (RevWalk walk = new RevWalk(repository.files());
          ObjectInserter inserter = Durability.inserter(repository)) {
        CommitBuilder commit = new CommitBuilder();
        for (CommitId parent : rules.parents()) {
          commit.addParentId(CommitStore.parse(walk, parent));
        }
        TreeFormatter tree = new TreeFormatter();
        tree.append(RULES, FileMode.REGULAR_FILE, inserter.insert(Constants.OBJ_BLOB, text));
        commit.setTreeId(inserter.insert(tree));
        commit.setAuthor(repository.now(rules.by()));
        commit.setCommitter(repository.now(rules.by()));
        commit.setMessage(rules.message() + "\n");
        ObjectId id = inserter.insert(commit);
        inserter.flush();
        return BareRepository.ours(id);
      }
    });
  }

  @Override
  public Path gitDir() {
    return repository.gitDir();
  }

  private static ObjectId git(GitObjectId id) {
    return ObjectId.fromString(id.toHex());
  }
}
