package dev.volary.core.session;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.linux.OfdLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// An exclusive lock of a depot, known by its name, such as `manifest`; between threads of one
/// process as between processes.
///
/// Its file in `locks/` is made once and never removed, so that no two holders can hold locks on
/// two files of one name. The file tells who holds it; that is for messages only.
public final class DepotLock implements AutoCloseable {
  private static final String DIRECTORY = "locks";

  private final Path file;
  private final OfdLock lock;

  private DepotLock(Path file, OfdLock lock) {
    this.file = file;
    this.lock = lock;
  }

  /// Takes the lock `name` of the depot for `operation`, waiting up to `timeout`.
  ///
  /// Fails with [Fault#BUSY], naming the holder, where the time runs out.
  public static DepotLock acquire(Path depot, String name, String operation, Duration timeout)
      throws IOException {
    if (!name.matches("[a-z0-9][a-z0-9._-]{0,199}")) {
      throw new IllegalArgumentException("a lock named " + name);
    }
    Path file = Files.createDirectories(depot.resolve(DIRECTORY)).resolve(name + ".lock");
    OfdLock lock = lock(name, file, timeout);
    try {
      Holder.write(file, Holder.current(operation).lines());
      return new DepotLock(file, lock);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static OfdLock lock(String name, Path file, Duration timeout) throws IOException {
    try {
      return OfdLock.lock(file, false, timeout);
    } catch (VolaryException e) {
      if (e.fault() != Fault.BUSY) {
        throw e;
      }
      String holder = Holder.of(Holder.read(file)).words();
      throw new VolaryException(
          Fault.BUSY,
          "the %s lock %s is held by %s; try again when it has ended".formatted(name, file, holder),
          e);
    }
  }

  /// Lets the lock go; a second call does nothing.
  @Override
  public void close() throws IOException {
    try {
      Holder.write(file, "");
    } finally {
      lock.close();
    }
  }
}
