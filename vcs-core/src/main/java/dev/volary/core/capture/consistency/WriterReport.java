package dev.volary.core.capture.consistency;

import java.util.List;
import java.util.stream.Collectors;

/// Which processes may write to a tree.
///
/// @param writers those that were found
/// @param unseen how many processes could not be looked at, for lack of rights
public record WriterReport(List<Writer> writers, int unseen) {
  private static final int NAMED = 3;

  public WriterReport {
    writers = List.copyOf(writers);
  }

  /// Returns the writers' names for a sentence: `postgres (pid 123), sh (pid 7) and 2 more`.
  public String names() {
    String some =
        writers.stream().limit(NAMED).map(Writer::toString).collect(Collectors.joining(", "));
    return writers.size() > NAMED ? some + " and " + (writers.size() - NAMED) + " more" : some;
  }
}
