package dev.volary.core.history.git;

import dev.volary.core.history.CommitId;
import dev.volary.core.history.CommitInfo;
import dev.volary.core.history.Identity;
import dev.volary.core.history.LogQuery;
import dev.volary.core.history.RefName;
import dev.volary.core.history.VolumeHistory.LogStep;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;

/// Walks over commits.
final class LogWalk {
  private final BareRepository repository;
  private final RefStore refs;
  private final LabelStore labels;

  LogWalk(BareRepository repository, RefStore refs, LabelStore labels) {
    this.repository = repository;
    this.refs = refs;
    this.labels = labels;
  }

  void walk(LogQuery query, Predicate<LogStep> visitor) throws IOException {
    try (RevWalk walk = new RevWalk(repository.files())) {
      walk.setFirstParent(query.firstParent());
      walk.sort(RevSort.TOPO_KEEP_BRANCH_TOGETHER);
      walk.sort(RevSort.COMMIT_TIME_DESC, true);
      for (CommitId start : starts(query)) {
        walk.markStart(CommitStore.parse(walk, start));
      }
      for (CommitId without : query.range().without()) {
        walk.markUninteresting(CommitStore.parse(walk, without));
      }
      LabelStore.Notes notes = labels.notes(walk);
      int shown = 0;
      RevCommit commit = query.limit() > 0 ? walk.next() : null;
      while (commit != null) {
        CommitInfo info = info(walk, commit, notes);
        boolean accepted = query.filter().accepts(info);
        shown += accepted ? 1 : 0;
        boolean goOn = visitor.test(new LogStep(info, accepted));
        commit = goOn && shown < query.limit() ? walk.next() : null;
      }
    }
  }

  private List<CommitId> starts(LogQuery query) {
    List<CommitId> starts = new ArrayList<>(query.range().from());
    if (query.allRefs()) {
      for (String space : List.of(RefName.BRANCHES, RefName.TAGS, RefName.REMOTES)) {
        starts.addAll(refs.list(space).values());
      }
    }
    return starts;
  }

  /// One commit with everything known about it.
  CommitInfo read(CommitId id) throws IOException {
    try (RevWalk walk = new RevWalk(repository.files())) {
      RevCommit commit = CommitStore.parse(walk, id);
      return info(walk, commit, labels.notes(walk));
    }
  }

  private static CommitInfo info(RevWalk walk, RevCommit commit, LabelStore.Notes notes)
      throws IOException {
    walk.parseBody(commit);
    PersonIdent author = commit.getAuthorIdent();
    return new CommitInfo(
        BareRepository.ours(commit),
        Arrays.stream(commit.getParents()).map(BareRepository::ours).toList(),
        new Identity(author.getName(), author.getEmailAddress()),
        commit.getCommitterIdent().getWhenAsInstant(),
        commit.getFullMessage(),
        notes.all(commit),
        CommitStore.facts(walk.getObjectReader(), commit));
  }

  /// All best common ancestors of two commits.
  static List<CommitId> mergeBases(BareRepository repository, CommitId a, CommitId b)
      throws IOException {
    List<CommitId> bases = new ArrayList<>();
    try (RevWalk walk = new RevWalk(repository.files())) {
      walk.setRevFilter(RevFilter.MERGE_BASE);
      walk.markStart(CommitStore.parse(walk, a));
      walk.markStart(CommitStore.parse(walk, b));
      for (RevCommit base = walk.next(); base != null; base = walk.next()) {
        bases.add(BareRepository.ours(base));
      }
    }
    return bases;
  }

  boolean isAncestor(CommitId ancestor, CommitId descendant) throws IOException {
    try (RevWalk walk = new RevWalk(repository.files())) {
      return walk.isMergedInto(
          CommitStore.parse(walk, ancestor), CommitStore.parse(walk, descendant));
    }
  }
}
