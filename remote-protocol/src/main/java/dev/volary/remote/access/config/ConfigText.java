package dev.volary.remote.access.config;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A text in the strict part of Git's configuration syntax, taken apart line by line so that an
/// edit leaves alone what it does not mean, and an error can name its line.
///
/// Stricter than Git where Git is lenient: no quotes or escapes in values, no continued lines, one
/// heading or setting a line. Whatever is accepted means to Git the same.
public final class ConfigText {
  /// A longer text is refused.
  public static final int MAX_BYTES = 64 << 10;

  private static final Pattern FORBIDDEN = Pattern.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f\\ufeff]");
  private static final Pattern HEADING =
      Pattern.compile(
          "[ \\t]*\\[([A-Za-z][A-Za-z0-9-]*)(?:[ \\t]+\"([^\"\\\\]*)\")?\\][ \\t]*([#;].*)?");
  private static final Pattern SETTING =
      Pattern.compile("[ \\t]*([A-Za-z][A-Za-z0-9-]*)[ \\t]*(?:=[ \\t]*([^#;\"\\\\]*)([#;].*)?)?");
  private static final Pattern FILLER = Pattern.compile("[ \\t]*([#;].*)?");

  private ConfigText() {}

  /// The lines of a text; USAGE, with the line, if it is not written in this syntax.
  public static List<ConfigLine> parse(String text) {
    if (text.length() > MAX_BYTES || text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      throw new VolaryException(Fault.USAGE, "the text is longer than 64 KiB");
    }
    List<ConfigLine> lines = new ArrayList<>();
    boolean inSection = false;
    for (String raw : text.split("\n", -1)) {
      ConfigLine line = line(raw, lines.size() + 1);
      if (line instanceof ConfigLine.Setting && !inSection) {
        throw refused(lines.size() + 1, "a setting stands before the first [section]");
      }
      inSection |= line instanceof ConfigLine.Heading;
      lines.add(line);
    }
    if (lines.getLast().raw().isEmpty()) {
      lines.removeLast();
    }
    return lines;
  }

  /// The text of lines; each ends with a line feed.
  public static String format(List<ConfigLine> lines) {
    StringBuilder text = new StringBuilder();
    for (ConfigLine line : lines) {
      text.append(line.raw()).append('\n');
    }
    return text.toString();
  }

  private static ConfigLine line(String whole, int number) {
    String raw = whole.endsWith("\r") ? whole.substring(0, whole.length() - 1) : whole;
    if (FORBIDDEN.matcher(raw).find()) {
      throw refused(number, "it holds a control character");
    }
    if (FILLER.matcher(raw).matches()) {
      return new ConfigLine.Filler(raw);
    }
    Matcher heading = HEADING.matcher(raw);
    if (heading.matches()) {
      return new ConfigLine.Heading(
          raw, lower(heading.group(1)), Optional.ofNullable(heading.group(2)));
    }
    Matcher setting = SETTING.matcher(raw);
    if (setting.matches()) {
      String comment = setting.group(3) == null ? "" : setting.group(3);
      return new ConfigLine.Setting(
          raw,
          lower(setting.group(1)),
          Optional.ofNullable(setting.group(2)).map(String::trim),
          comment);
    }
    throw refused(number, "write [section \"name\"] or key = value, without quotes or backslashes");
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /// The failure of one line.
  public static VolaryException refused(int line, String problem) {
    return new VolaryException(Fault.USAGE, "line " + line + ": " + problem);
  }
}
