package dev.volary.core.history;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which commits a log shows.
///
/// @param range where to start and what to leave out
/// @param allRefs start at every branch, tag and remote branch as well
/// @param firstParent follow first parents only
/// @param filter which of the commits met are shown
/// @param limit at most so many are shown
public record LogQuery(
    Range range, boolean allRefs, boolean firstParent, Filter filter, int limit) {

  /// Commits reachable from some and not from others.
  public record Range(List<CommitId> from, List<CommitId> without) {
    /// Copies the lists.
    public Range {
      from = List.copyOf(from);
      without = List.copyOf(without);
    }
  }

  /// Conditions on single commits, all of which must hold.
  ///
  /// @param since captured then or later
  /// @param until captured then or earlier
  /// @param labels keys that must be there; with a value, that one
  public record Filter(
      Optional<Instant> since, Optional<Instant> until, Map<String, Optional<String>> labels) {
    /// Lets everything pass.
    public static final Filter ALL = new Filter(Optional.empty(), Optional.empty(), Map.of());

    /// Copies the map.
    public Filter {
      labels = Map.copyOf(labels);
    }

    /// Whether a commit passes.
    public boolean accepts(CommitInfo commit) {
      boolean inTime =
          since.map(t -> !commit.facts().captured().isBefore(t)).orElse(true)
              && until.map(t -> !commit.facts().captured().isAfter(t)).orElse(true);
      return inTime && labels.entrySet().stream().allMatch(e -> carries(commit, e));
    }

    private static boolean carries(CommitInfo commit, Map.Entry<String, Optional<String>> wanted) {
      String value = commit.labels().get(wanted.getKey());
      return value != null && wanted.getValue().map(value::equals).orElse(true);
    }
  }

  /// Everything reachable from one commit.
  public static LogQuery from(CommitId start) {
    return new LogQuery(
        new Range(List.of(start), List.of()), false, false, Filter.ALL, Integer.MAX_VALUE);
  }

  /// Everything in a range.
  public static LogQuery of(Range range) {
    return new LogQuery(range, false, false, Filter.ALL, Integer.MAX_VALUE);
  }

  /// The same with all refs as starting points.
  public LogQuery withAllRefs() {
    return new LogQuery(range, true, firstParent, filter, limit);
  }

  /// The same along first parents only.
  public LogQuery withFirstParent() {
    return new LogQuery(range, allRefs, true, filter, limit);
  }

  /// The same with conditions.
  public LogQuery withFilter(Filter conditions) {
    return new LogQuery(range, allRefs, firstParent, conditions, limit);
  }

  /// The same with at most so many commits.
  public LogQuery withLimit(int most) {
    return new LogQuery(range, allRefs, firstParent, filter, most);
  }
}
