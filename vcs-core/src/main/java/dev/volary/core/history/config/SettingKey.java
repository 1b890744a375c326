package dev.volary.core.history.config;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The name of a setting: `section.name` or `section.sub.section.name`. Sections and names are the
/// same in upper and lower case, what stands between them is not.
public record SettingKey(String section, Optional<String> subsection, String name)
    implements Comparable<SettingKey> {
  private static final Pattern SECTION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,99}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,99}");
  private static final Pattern SUBSECTION = Pattern.compile("[^\\x00-\\x1f\\x7f]{1,250}");

  /// Refuses names Git refuses; USAGE.
  public SettingKey {
    if (!SECTION.matcher(section).matches()
        || !NAME.matcher(name).matches()
        || subsection.map(s -> !SUBSECTION.matcher(s).matches()).orElse(false)) {
      throw invalid(section + "." + name);
    }
    section = section.toLowerCase(Locale.ROOT);
  }

  /// The key written with dots; USAGE if it is none.
  public static SettingKey parse(String text) {
    int first = text.indexOf('.');
    int last = text.lastIndexOf('.');
    if (first <= 0 || last == text.length() - 1) {
      throw invalid(text);
    }
    Optional<String> middle =
        first == last ? Optional.empty() : Optional.of(text.substring(first + 1, last));
    return new SettingKey(text.substring(0, first), middle, text.substring(last + 1));
  }

  private static VolaryException invalid(String text) {
    return new VolaryException(
        Fault.USAGE, "'" + text + "' is no setting: write it as section.name, as in user.name");
  }

  /// Whether both mean the same setting.
  public boolean same(SettingKey other) {
    return section.equals(other.section)
        && subsection.equals(other.subsection)
        && name.equalsIgnoreCase(other.name);
  }

  @Override
  public int compareTo(SettingKey other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return section + subsection.map(s -> "." + s).orElse("") + "." + name;
  }
}
