package dev.volary.core.gc;

import dev.volary.core.store.SpaceGuard;
import java.time.Instant;
import java.util.Optional;

/// How to collect.
///
/// @param deadPercent packs of which at least so much is dead are written anew without it, 1 to 100
/// @param packBytes packs under a quarter of this are joined
/// @param archiveBefore packs whose files are older are compressed with xz; nothing for none
/// @param probe where free space is asked for
public record GcOptions(
    int deadPercent, long packBytes, Optional<Instant> archiveBefore, SpaceGuard.Probe probe) {
  public GcOptions {
    if (deadPercent < 1 || deadPercent > 100) {
      throw new IllegalArgumentException(deadPercent + " %");
    }
  }

  /// Returns the usual options: a quarter dead, packs of 64 MiB, no archive.
  public static GcOptions defaults() {
    return new GcOptions(25, 64 << 20, Optional.empty(), SpaceGuard::ask);
  }

  /// Returns the same options with packs archived whose files were last written before `time`.
  public GcOptions archiving(Instant time) {
    return new GcOptions(deadPercent, packBytes, Optional.of(time), probe);
  }

  /// Returns the same options with another source of free space.
  public GcOptions withProbe(SpaceGuard.Probe other) {
    return new GcOptions(deadPercent, packBytes, archiveBefore, other);
  }
}
