package dev.volary.core.history.git;

import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;

/// What a history takes from its surroundings.
///
/// @param zone the zone of times that name none, and of the times written into commits
public record HistorySetup(InstantSource clock, ZoneId zone, Lock lock) {
  /// Takes the lock that makes one writer at a time of everybody who may write a history, in this
  /// process and in others.
  @FunctionalInterface
  public interface Lock {
    /// Waits for the lock of this file, which is created if it is not there; BUSY if it does not
    /// come free in good time. Not reentrant.
    Held take(Path lockFile);
  }

  /// A lock that is held until closed.
  @FunctionalInterface
  public interface Held extends AutoCloseable {
    @Override
    void close();
  }
}
