package dev.volary.remote.server.fetch;

import java.time.Duration;

/// How many fetches are remembered, and for how long.
///
/// @param idle after which a fetch that nobody goes on with is forgotten
/// @param own fetches one principal may have under way at the same time
/// @param all fetches all may have together
public record FetchLimits(Duration idle, int own, int all) {
  /// Ten minutes, 16 and 256.
  public static final FetchLimits DEFAULTS = new FetchLimits(Duration.ofMinutes(10), 16, 256);
}
