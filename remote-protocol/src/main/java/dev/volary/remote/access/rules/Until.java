package dev.volary.remote.access.rules;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How long something is protected.
public sealed interface Until {
  /// For ever.
  record Always() implements Until {}

  /// Until a moment.
  ///
  /// @param text as it was written
  record Moment(Instant end, String text) implements Until {}

  /// Until what a ref points to is this old.
  ///
  /// @param text as it was written
  record Age(Duration age, String text) implements Until {}

  /// What spans look like.
  Pattern SPAN = Pattern.compile("([0-9]{1,5})([hdw])");

  /// Whether the protection holds at `now` for a ref that has pointed where it does since `since`;
  /// it holds where that is not known.
  default boolean holds(Optional<Instant> since, Instant now) {
    return switch (this) {
      case Always _ -> true;
      case Moment moment -> now.isBefore(moment.end());
      case Age age -> since.map(start -> now.isBefore(start.plus(age.age()))).orElse(true);
    };
  }

  /// The end written as `90d`, `12h`, `8w`, `2027-02-20` (UTC) or `2027-02-20T18:00:00Z`; USAGE.
  static Until parse(String text) {
    Matcher span = SPAN.matcher(text);
    if (span.matches()) {
      long count = Long.parseLong(span.group(1));
      return new Age(
          switch (span.group(2)) {
            case "h" -> Duration.ofHours(count);
            case "d" -> Duration.ofDays(count);
            default -> Duration.ofDays(7 * count);
          },
          text);
    }
    try {
      Instant end =
          text.length() == "2027-02-20".length()
              ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
              : Instant.parse(text);
      return new Moment(end, text);
    } catch (DateTimeException e) {
      throw new VolaryException(
          Fault.USAGE,
          "'" + text + "' is no end: write 90d, 12h, 8w, 2027-02-20 or 2027-02-20T18:00:00Z",
          e);
    }
  }
}
