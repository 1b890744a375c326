package dev.volary.core.history.text;

import dev.volary.core.history.CommitId;
import dev.volary.core.history.Identity;
import dev.volary.core.history.ReflogEntry;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The text of a reflog as Git writes it, one move a line.
public final class ReflogText {
  private static final String NOWHERE = "0".repeat(CommitId.HEX_LENGTH);
  private static final Pattern LINE =
      Pattern.compile(
          "([0-9a-f]{40}) ([0-9a-f]{40}) (.*?) ?<(.*?)> (-?[0-9]{1,18}) [+-][0-9]{4}(?:\t(.*))?");

  private ReflogText() {}

  /// The moves of a log, the earliest first. A line that can't be read is passed over: a crash can
  /// tear the last one, and it speaks of a move that was never acknowledged.
  public static List<ReflogEntry> parse(String text) {
    List<ReflogEntry> entries = new ArrayList<>();
    text.lines().forEach(line -> parseLine(line).ifPresent(entries::add));
    return entries;
  }

  private static Optional<ReflogEntry> parseLine(String line) {
    Matcher parts = LINE.matcher(line);
    if (!parts.matches() || parts.group(2).equals(NOWHERE)) {
      return Optional.empty();
    }
    try {
      Optional<CommitId> before =
          parts.group(1).equals(NOWHERE)
              ? Optional.empty()
              : Optional.of(CommitId.hex(parts.group(1)));
      return Optional.of(
          new ReflogEntry(
              before,
              CommitId.hex(parts.group(2)),
              new Identity(parts.group(3), parts.group(4)),
              Instant.ofEpochSecond(Long.parseLong(parts.group(5))),
              Optional.ofNullable(parts.group(6)).orElse("")));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
