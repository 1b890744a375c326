package dev.volary.core.session;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;

/// A process that holds a session or a lock until its standard input ends.
final class Holding {
  private Holding() {}

  /// `args`: depot, `session` or the name of a lock.
  public static void main(String[] args) throws Exception {
    Path depot = Path.of(args[0]);
    AutoCloseable held =
        args[1].equals("session")
            ? Sessions.open(depot, () -> 7, InstantSource.system(), new SecureRandom())
                .begin("commit elsewhere")
            : DepotLock.acquire(depot, args[1], "commit elsewhere", Duration.ofSeconds(60));
    try (held) {
      System.out.println("held");
      while (System.in.read() >= 0) {
        // until it ends
      }
    }
  }
}
