package dev.volary.core.restore.plan;

import dev.volary.core.io.ByteString;

/// One thing a restore will do, for people to read.
///
/// @param path relative to the top, joined by `/`
/// @param bytes how much content it writes
public record PlannedStep(Kind kind, ByteString path, long bytes) {
  /// What is done.
  public enum Kind {
    /// It is made.
    CREATE,
    /// It is changed.
    CHANGE,
    /// It is removed.
    REMOVE,
    /// It stays though it is not wanted: another file system is mounted there.
    KEEP
  }
}
