package dev.volary.core.capture;

import java.io.IOException;

/// Writers that stand still for a capture until it lets them go, once. Not thread-safe.
final class StandingWriters {
  private final boolean mayWrite;
  private final boolean mayClone;
  private final Release release;
  private boolean gone;

  /// Lets writers go on.
  interface Release {
    /// Lets them go.
    ///
    /// @param bytesRead how many bytes of content were read while they stood still
    void run(long bytesRead) throws IOException;
  }

  /// @param mayWrite whether the tree's file system may be written to while they stand still
  /// @param mayClone whether it shares blocks
  StandingWriters(boolean mayWrite, boolean mayClone, Release release) {
    this.mayWrite = mayWrite;
    this.mayClone = mayClone;
    this.release = release;
  }

  /// Nobody stands still.
  static StandingWriters none() {
    StandingWriters none = new StandingWriters(false, false, bytes -> {});
    none.gone = true;
    return none;
  }

  /// Tells whether the tree's file system may be written to while they stand still.
  boolean mayWrite() {
    return mayWrite;
  }

  /// Tells whether that file system shares blocks.
  boolean mayClone() {
    return mayClone;
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
