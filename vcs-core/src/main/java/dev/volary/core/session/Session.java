package dev.volary.core.session;

import dev.volary.core.linux.OfdLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// One operation on a depot, from before its first lookup until all it did is published.
///
/// Every writer of the depot runs in one: commit, ref updates, fetch, gc. See [Sessions] for what
/// it protects.
public final class Session implements AutoCloseable {
  private final Sessions sessions;
  private final Path file;
  private final OfdLock lock;
  private final long generation;

  Session(Sessions sessions, Path file, OfdLock lock, long generation) {
    this.sessions = sessions;
    this.file = file;
    this.lock = lock;
    this.generation = generation;
  }

  /// Returns the generation of the manifest under which this session began. Lookups in it must use
  /// a manifest of at least this generation.
  public long generation() {
    return generation;
  }

  /// Tells whether any other session is running.
  public boolean othersActive() throws IOException {
    return !sessions.others(file).isEmpty();
  }

  /// Returns one line for each other running session, such as `commit, process 4711`.
  public List<String> others() throws IOException {
    return sessions.others(file).stream().map(Sessions.Other::words).toList();
  }

  /// Tells whether another running session may have begun before `generation` was published, so
  /// that it may rely on what that manifest condemned. `false` may be acted on whatever begins
  /// later.
  public boolean othersBegunBefore(long generation) throws IOException {
    return sessions.others(file).stream().anyMatch(other -> other.generation() < generation);
  }

  /// Ends the session; a second call does nothing.
  @Override
  public void close() throws IOException {
    try (lock) {
      Files.deleteIfExists(file);
    }
  }
}
