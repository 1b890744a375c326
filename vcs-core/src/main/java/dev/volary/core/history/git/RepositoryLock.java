package dev.volary.core.history.git;

import java.nio.file.Path;

/// Takes the lock that makes one writer at a time of everybody who may write a history, in this
/// process and in others.
@FunctionalInterface
public interface RepositoryLock {
  /// A lock that is held until closed.
  @FunctionalInterface
  interface Held extends AutoCloseable {
    @Override
    void close();
  }

  /// Waits for the lock of this file, which is created if it is not there; BUSY if it does not come
  /// free in good time. Not reentrant.
  Held take(Path lockFile);
}
