package dev.volary.cli.output;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Sizes, times and counts as people read them.
public final class Words {
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private Words() {}

  /// Returns a size in decimal units with three significant digits, such as `1.21 GB`.
  public static String size(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 999.5 && unit < UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    String pattern =
        unit == 0 || value >= 99.95 ? "%.0f %s" : value >= 9.995 ? "%.1f %s" : "%.2f %s";
    return String.format(Locale.ROOT, pattern, value, UNITS[unit]);
  }

  /// Returns a moment in the local time zone, to the second.
  public static String moment(Instant instant) {
    return MOMENT.format(instant.atZone(ZoneId.systemDefault()));
  }

  /// Returns a span such as `0.34 s` or `2 min 5 s`.
  public static String span(Duration duration) {
    double seconds = duration.toMillis() / 1000.0;
    if (seconds < 99.5) {
      return String.format(Locale.ROOT, seconds < 9.95 ? "%.2f s" : "%.1f s", seconds);
    }
    return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
  }

  /// Returns a span in its largest unit or two, such as `12 s`, `3 min 20 s` or `2 h 5 min`.
  public static String roughly(Duration duration) {
    if (duration.toHours() > 0) {
      return duration.toHours() + " h " + duration.toMinutesPart() + " min";
    }
    return duration.toMinutes() > 0
        ? duration.toMinutes() + " min " + duration.toSecondsPart() + " s"
        : duration.toSeconds() + " s";
  }

  /// Returns `1 file` or `2 files`.
  public static String count(long number, String noun) {
    if (number == 1) {
      return "1 " + noun;
    }
    String plural = noun.endsWith("y") ? noun.substring(0, noun.length() - 1) + "ies" : noun + "s";
    return number + " " + plural;
  }
}
