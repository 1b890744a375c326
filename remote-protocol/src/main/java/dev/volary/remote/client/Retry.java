package dev.volary.remote.client;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// Runs again what the network cut off, at growing intervals, for so long.
///
/// Every attempt goes on where the last one was, so that trying again costs little.
public final class Retry {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final Duration retryFor;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Waiting waiting;

  /// Lets time pass.
  @FunctionalInterface
  public interface Waiting {
    /// Returns when `pause` is over; `why` is what went wrong.
    void pause(Duration pause, VolaryException why) throws InterruptedException;
  }

  /// What is tried.
  @FunctionalInterface
  public interface Attempt<T> {
    /// Tries it.
    T run() throws IOException;
  }

  /// @param retryFor for how long after the first failure; zero for never
  public Retry(Duration retryFor, InstantSource clock, RandomGenerator random, Waiting waiting) {
    this.retryFor = retryFor;
    this.clock = clock;
    this.random = random;
    this.waiting = waiting;
  }

  /// Returns what an attempt returned; fails as the last one did, or at once where trying again is
  /// of no use.
  public <T> T run(Attempt<T> attempt) throws IOException {
    Instant end = Instant.MAX;
    Duration pause = FIRST;
    while (true) {
      try {
        return attempt.run();
      } catch (VolaryException e) {
        Instant now = clock.instant();
        end = end.equals(Instant.MAX) ? now.plus(retryFor) : end;
        if (e.fault() != Fault.NETWORK || !now.plus(pause).isBefore(end)) {
          throw e;
        }
        rest(pause, e);
        pause = pause.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : pause.multipliedBy(2);
      }
    }
  }

  /// Half of it is left to chance, so that many clients don't come back together.
  private void rest(Duration pause, VolaryException why) {
    long half = pause.toMillis() / 2;
    try {
      waiting.pause(Duration.ofMillis(half + random.nextLong(half + 1)), why);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new VolaryException(Fault.INTERRUPTED, "interrupted while waiting to try again", e);
    }
  }
}
