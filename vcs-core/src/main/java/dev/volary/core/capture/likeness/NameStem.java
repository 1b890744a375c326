package dev.volary.core.capture.likeness;

import dev.volary.core.io.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/// What is left of a file's name without the numbers, dates and suffixes that tell its versions
/// apart: `app.log` of `app.log.1`, `dump.sql` of `dump-2026-11-21.sql`.
final class NameStem {
  /// Write-ahead log segments and content hashes: one says nothing of the next.
  private static final Pattern HEXADECIMAL = Pattern.compile("[0-9a-fA-F]{16,}(\\..*)?");

  /// A database's files are called by numbers that mean tables.
  private static final Pattern RELATION = Pattern.compile("[0-9]+(_[a-z]+)?(\\.[0-9]+)?");

  /// Items of a series (`binlog.000123`, `IMG_0001.jpg`) follow, but do not resemble each other.
  private static final Pattern SERIES = Pattern.compile(".*(?<![0-9])0[0-9]{3,}.*");

  private static final Pattern SUFFIXES =
      Pattern.compile("(~|\\.(old|bak|backup|orig|prev|new|tmp|copy))+$");

  private static final Pattern NUMBERS = Pattern.compile("[-_.]?[0-9]+");
  private static final Pattern LETTERS = Pattern.compile("(?s).*[\\p{L}].*[\\p{L}].*");

  private NameStem() {}

  /// Returns the stem; nothing where equal stems would not speak for equal content.
  static Optional<String> of(ByteString name) {
    String text = new String(name.bytes(), StandardCharsets.ISO_8859_1);
    if (HEXADECIMAL.matcher(text).matches()
        || RELATION.matcher(text).matches()
        || SERIES.matcher(text).matches()) {
      return Optional.empty();
    }
    String plain = NUMBERS.matcher(text).replaceAll("");
    String stem = SUFFIXES.matcher(plain).replaceAll("");
    return LETTERS.matcher(stem).matches() ? Optional.of(stem) : Optional.empty();
  }
}
