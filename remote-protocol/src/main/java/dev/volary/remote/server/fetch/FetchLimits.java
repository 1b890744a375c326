package dev.volary.remote.server.fetch;

import java.time.Duration;

/// How many fetches are remembered, and for how long.
///
/// @param idle after which a fetch that nobody goes on with is forgotten
/// @param own fetches one principal may have under way at the same time
/// @param all fetches all may have together
public record FetchLimits(Duration idle, int own, int all) {
  /// Ten minutes, 64 and 512: one name may stand for many machines, as in CI.
  public static final FetchLimits DEFAULTS = new FetchLimits(Duration.ofMinutes(10), 64, 512);
}
