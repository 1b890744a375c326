package dev.volary.core.history.git;

import dev.volary.core.history.CommitId;
import dev.volary.core.history.RefName;
import dev.volary.core.history.ReflogEntry;
import dev.volary.core.history.VolumeHistory.HeldCommit;
import dev.volary.core.history.VolumeHistory.Lapsed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectIdOwnerMap;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/// Finds every commit that keeps data alive.
final class Roots {
  private static final List<String> ORDER =
      List.of(Constants.R_HEADS, Constants.R_TAGS, Constants.R_REMOTES, "");

  /// Where access rules stand.
  private static final String META = "refs/meta/";

  private final BareRepository repository;
  private final RefWriter writer;

  Roots(BareRepository repository) {
    this.repository = repository;
    this.writer = new RefWriter(repository);
  }

  /// All of them but what has lapsed, each once, named after the first ref that reaches it:
  /// branches before tags before remote branches before everything else before reflogs.
  List<HeldCommit> without(Lapsed lapsed) throws IOException {
    refuseUnreadableRefs(Roots::mayHoldData);
    Collector held = new Collector();
    try (RevWalk walk = new RevWalk(repository.files())) {
      walk.setRetainBody(false);
      for (String prefix : ORDER) {
        for (Ref ref : repository.files().getRefDatabase().getRefsByPrefix(prefix)) {
          if (mayHoldData(ref.getName())
              && !lapsed.refs().contains(new RefName(ref.getName()))
              && walk.peel(walk.parseAny(ref.getObjectId())) instanceof RevCommit tip) {
            held.collect(walk, tip, ref.getName());
          }
        }
      }
      Path logs = repository.gitDir().resolve(Constants.LOGS);
      for (String name : files(logs, Roots::mayHoldData)) {
        if (!lapsed.refs().contains(new RefName(name))) {
          collectLog(walk, name, lapsed.reflogsBefore(), held);
        }
      }
    }
    return held.commits;
  }

  private void collectLog(RevWalk walk, String name, Instant since, Collector held)
      throws IOException {
    for (ReflogEntry entry : RefStore.readLog(repository.gitDir(), name).reversed()) {
      if (entry.when().isBefore(since)) {
        continue;
      }
      for (Optional<CommitId> id : List.of(Optional.of(entry.after()), entry.before())) {
        ObjectId git = id.map(BareRepository::git).orElse(ObjectId.zeroId());
        // A log may outlive what it speaks of.
        if (id.isPresent()
            && walk.getObjectReader().has(git)
            && walk.peel(walk.parseAny(git)) instanceof RevCommit tip) {
          held.collect(walk, tip, "reflog of " + name);
        }
      }
    }
  }

  /// Fails with CORRUPT where a ref of any kind can't be read.
  void requireReadableRefs() throws IOException {
    refuseUnreadableRefs(name -> true);
  }

  /// What JGit passes over because it can't be read would be lost to the collector.
  private void refuseUnreadableRefs(Predicate<String> wanted) throws IOException {
    for (String name : files(repository.gitDir(), wanted)) {
      if (repository.files().getRefDatabase().exactRef(name) == null) {
        writer.read(new RefName(name));
      }
    }
  }

  /// Commits of labels and of access rules have no data.
  private static boolean mayHoldData(String ref) {
    return ref.startsWith(Constants.R_REFS)
        && !ref.startsWith(Constants.R_NOTES)
        && !ref.startsWith(META);
  }

  private static List<String> files(Path top, Predicate<String> wanted) throws IOException {
    Path start = top.resolve(Constants.R_REFS);
    if (!Files.isDirectory(start)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(start)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> top.relativize(file).toString())
          .filter(Repository::isValidRefName)
          .filter(wanted)
          .sorted()
          .toList();
    }
  }

  /// Commits met so far.
  private static final class Collector {
    private final ObjectIdOwnerMap<Seen> seen = new ObjectIdOwnerMap<>();
    private final List<HeldCommit> commits = new ArrayList<>();

    void collect(RevWalk walk, RevCommit tip, String heldBy) throws IOException {
      Deque<RevCommit> open = new ArrayDeque<>();
      open.add(tip);
      while (!open.isEmpty()) {
        RevCommit commit = open.removeLast();
        if (!seen.contains(commit)) {
          seen.add(new Seen(commit));
          commits.add(new HeldCommit(BareRepository.ours(commit), heldBy));
          walk.parseHeaders(commit);
          open.addAll(List.of(commit.getParents()));
        }
      }
    }
  }

  /// The mark of a commit that was met.
  private static final class Seen extends ObjectIdOwnerMap.Entry {
    private static final long serialVersionUID = 1L;

    Seen(AnyObjectId id) {
      super(id);
    }
  }
}
