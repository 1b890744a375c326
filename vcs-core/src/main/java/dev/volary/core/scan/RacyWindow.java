package dev.volary.core.scan;

import dev.volary.core.linux.FileStat;
import java.time.Duration;
import java.time.Instant;

/// Says whether a change made after the scan began is sure to leave another ctime than a file has
/// now: the kernel dates changes by a coarse clock, and file systems round.
///
/// @param started when the scan began
public record RacyWindow(Instant started) {
  /// Some ticks of the slowest kernel clock (10 ms).
  private static final Duration TICKS = Duration.ofMillis(50);

  /// Where times seem to be kept in whole seconds (or in the two of FAT).
  private static final Duration SECONDS = Duration.ofMillis(2_050);

  /// Tells whether the entry with these attributes was changed safely before.
  public boolean isBefore(FileStat stat) {
    Instant changed = Instant.ofEpochSecond(stat.ctimeSeconds(), stat.ctimeNanos());
    return changed.isBefore(started.minus(stat.ctimeNanos() == 0 ? SECONDS : TICKS));
  }
}
