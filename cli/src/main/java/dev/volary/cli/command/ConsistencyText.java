package dev.volary.cli.command;

import dev.volary.core.history.Consistency;

/// How a commit came to be one moment of its data, in words.
public final class ConsistencyText {
  private ConsistencyText() {}

  /// Returns words such as `paused for 12 ms by freeze`.
  public static String of(Consistency consistency) {
    String pause = consistency.pauseMillis() > 0 ? " for " + consistency.pauseMillis() + " ms" : "";
    String method = consistency.method().isEmpty() ? "" : " by " + consistency.method();
    return switch (consistency.level()) {
      case LIVE -> "live: NOT one moment of the data";
      case STOPPED ->
          consistency.method().isEmpty() ? "stopped" : "stopped (" + consistency.method() + ")";
      case PAUSED, DATABASE, RESTORED -> consistency.level().word() + pause + method;
    };
  }
}
