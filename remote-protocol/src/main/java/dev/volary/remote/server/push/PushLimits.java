package dev.volary.remote.server.push;

import java.time.Duration;

/// How much may wait in quarantine, and for how long.
///
/// @param idle after which a push that nobody goes on with is forgotten with its bytes
/// @param sessions pushes one principal may have under way at the same time
/// @param bytes what one push may bring, in bytes
public record PushLimits(Duration idle, int sessions, long bytes) {
  /// A day, 32 pushes, and what the volume's quota and the disk allow.
  public static final PushLimits DEFAULTS =
      new PushLimits(Duration.ofHours(24), 32, Long.MAX_VALUE);
}
