package dev.volary.core.history.git;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.RefName;
import dev.volary.core.history.input.CaptureTime;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/// Finds what a name stood for at a time, by the capture times along its first parents: reflogs are
/// local and end, capture times travel with the commits.
final class CaptureWalk {
  private final BareRepository repository;

  CaptureWalk(BareRepository repository) {
    this.repository = repository;
  }

  /// The last commit captured at or before a time; NOT_FOUND where nothing is known, which is
  /// before the first capture and after the last.
  CommitId at(String name, CommitId tip, CaptureTime time) throws IOException {
    try (RevWalk walk = new RevWalk(repository.files())) {
      RevCommit commit = CommitStore.parse(walk, tip);
      Instant newest = captured(walk, commit);
      Instant oldest = newest;
      if (time.first().isAfter(newest)) {
        oldest = captured(walk, first(walk, commit));
        throw unknown(name, oldest, newest);
      }
      while (true) {
        Instant captured = captured(walk, commit);
        oldest = captured.isBefore(oldest) ? captured : oldest;
        if (!captured.isAfter(time.last())) {
          return BareRepository.ours(commit);
        }
        if (commit.getParentCount() == 0) {
          throw unknown(name, oldest, newest);
        }
        commit = walk.parseCommit(commit.getParent(0));
      }
    }
  }

  private static RevCommit first(RevWalk walk, RevCommit from) throws IOException {
    RevCommit commit = from;
    while (commit.getParentCount() > 0) {
      commit = walk.parseCommit(commit.getParent(0));
    }
    return commit;
  }

  private static Instant captured(RevWalk walk, RevCommit commit) throws IOException {
    return CommitStore.facts(walk.getObjectReader(), commit).captured();
  }

  private VolaryException unknown(String name, Instant oldest, Instant newest) {
    return new VolaryException(
        Fault.NOT_FOUND,
        "'"
            + (name.startsWith(RefName.BRANCHES) ? new RefName(name).shortName() : name)
            + "' is known from "
            + shown(oldest)
            + " to "
            + shown(newest)
            + " only: name a time in between");
  }

  private String shown(Instant when) {
    return when.truncatedTo(ChronoUnit.SECONDS)
        .atZone(repository.setup().zone())
        .toOffsetDateTime()
        .toString()
        .replace('T', ' ');
  }
}
