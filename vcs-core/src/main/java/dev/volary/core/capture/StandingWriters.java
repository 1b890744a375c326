package dev.volary.core.capture;

import dev.volary.core.capture.duplicate.Duplicates;
import java.io.IOException;

/// Writers that stand still for a capture until it lets them go, once. Not thread-safe.
final class StandingWriters {
  private final Duplicates.Terms terms;
  private final Release release;
  private boolean gone;

  /// Lets writers go on.
  interface Release {
    /// Lets them go.
    ///
    /// @param bytesRead how many bytes of content were read while they stood still
    void run(long bytesRead) throws IOException;
  }

  /// @param terms on which files are duplicated while they stand still
  StandingWriters(Duplicates.Terms terms, Release release) {
    this.terms = terms;
    this.release = release;
  }

  /// Nobody stands still.
  static StandingWriters none() {
    StandingWriters none = new StandingWriters(Duplicates.Terms.NONE, bytes -> {});
    none.gone = true;
    return none;
  }

  /// Returns on which terms files are duplicated, so that they can be let go before those are read.
  Duplicates.Terms terms() {
    return terms;
  }

  /// Tells whether they were let go, even if that failed.
  boolean areGone() {
    return gone;
  }

  /// Lets them go on if they stand still.
  void letGo(long bytesRead) throws IOException {
    if (!gone) {
      gone = true;
      release.run(bytesRead);
    }
  }
}
