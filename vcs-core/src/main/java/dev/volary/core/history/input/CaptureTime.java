package dev.volary.core.history.input;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A time as a person writes it: it means the whole of its last unit, so that a time copied from a
/// log finds the commit it was copied from although that one has nanoseconds.
///
/// @param first the first moment meant
/// @param last the last moment meant
public record CaptureTime(Instant first, Instant last) {
  private static final Pattern ABSOLUTE =
      Pattern.compile(
          "(\\d{4}-\\d{2}-\\d{2})(?:[T ](\\d{2}:\\d{2})(:\\d{2})?(?:[.,](\\d{1,9}))?)?"
              + "\\s?(Z|[+-]\\d{2}:?\\d{2})?");
  private static final Pattern RELATIVE =
      Pattern.compile("(\\d{1,6})[ .](second|minute|hour|day|week)s?[ .]ago");
  private static final Map<String, Duration> UNITS =
      Map.of(
          "second", Duration.ofSeconds(1),
          "minute", Duration.ofMinutes(1),
          "hour", Duration.ofHours(1),
          "day", Duration.ofDays(1),
          "week", Duration.ofDays(7));

  /// Reads `2026-11-17`, `2026-11-17 23:32`, `2026-11-17T23:32:15.5Z`, `now`, `yesterday`, `3 hours
  /// ago`; USAGE for anything else.
  ///
  /// @param zone of times that name none
  public static CaptureTime parse(String text, Instant now, ZoneId zone) {
    try {
      return relative(text.strip(), now)
          .or(() -> absolute(text.strip(), zone))
          .orElseThrow(() -> unreadable(text));
    } catch (DateTimeException | ArithmeticException _) {
      throw unreadable(text);
    }
  }

  private static Optional<CaptureTime> relative(String text, Instant now) {
    if (text.equals("now")) {
      return Optional.of(new CaptureTime(now, now));
    }
    if (text.equals("yesterday")) {
      Instant then = now.minus(Duration.ofDays(1));
      return Optional.of(new CaptureTime(then, then));
    }
    Matcher parts = RELATIVE.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    Duration unit = UNITS.getOrDefault(parts.group(2), Duration.ZERO);
    Instant then = now.minus(unit.multipliedBy(Long.parseLong(parts.group(1))));
    return Optional.of(new CaptureTime(then, then));
  }

  private static Optional<CaptureTime> absolute(String text, ZoneId zone) {
    Matcher parts = ABSOLUTE.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    LocalDate day = LocalDate.parse(parts.group(1));
    ZoneId where = parts.group(5) == null ? zone : ZoneOffset.of(parts.group(5));
    String clock = parts.group(2);
    if (clock == null) {
      return Optional.of(span(day.atStartOfDay(where), day.plusDays(1).atStartOfDay(where)));
    }
    String seconds = parts.group(3);
    String fraction = parts.group(4);
    if (seconds == null) {
      ZonedDateTime from = day.atTime(LocalTime.parse(clock)).atZone(where);
      return fraction == null ? Optional.of(span(from, from.plusMinutes(1))) : Optional.empty();
    }
    ZonedDateTime from = day.atTime(LocalTime.parse(clock + seconds)).atZone(where);
    if (fraction == null) {
      return Optional.of(span(from, from.plusSeconds(1)));
    }
    long unit = 1;
    for (int i = fraction.length(); i < 9; i++) {
      unit *= 10;
    }
    ZonedDateTime exact = from.plus(Long.parseLong(fraction) * unit, ChronoUnit.NANOS);
    return Optional.of(span(exact, exact.plus(unit, ChronoUnit.NANOS)));
  }

  private static CaptureTime span(ZonedDateTime from, ZonedDateTime next) {
    return new CaptureTime(from.toInstant(), next.toInstant().minusNanos(1));
  }

  private static VolaryException unreadable(String text) {
    return new VolaryException(
        Fault.USAGE, "'" + text + "' is no time: write it as 2026-11-17 23:32 or 3 hours ago");
  }
}
