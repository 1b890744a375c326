package dev.volary.remote.server.hub.webhook;

import java.time.Duration;
import java.util.List;

/// How long and how often deliveries are tried.
///
/// @param attempt how long one may take as a whole
/// @param pauses how long to wait after each failed attempt but the last, behind which a delivery
///   is given up
/// @param look how often the log is looked at, if nobody says that something happened
public record WebhookLimits(Duration attempt, List<Duration> pauses, Duration look) {
  /// 20 seconds for an attempt; nine of them over about a day and a half.
  public static final WebhookLimits DEFAULTS =
      new WebhookLimits(
          Duration.ofSeconds(20),
          List.of(
              Duration.ofSeconds(10),
              Duration.ofMinutes(1),
              Duration.ofMinutes(5),
              Duration.ofMinutes(30),
              Duration.ofHours(2),
              Duration.ofHours(6),
              Duration.ofHours(12),
              Duration.ofHours(12)),
          Duration.ofSeconds(1));

  public WebhookLimits {
    pauses = List.copyOf(pauses);
  }
}
