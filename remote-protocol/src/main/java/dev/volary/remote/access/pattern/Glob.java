package dev.volary.remote.access.pattern;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A name with wildcards, compared segment by segment and case by case.
///
/// A last segment `*` stands for one or more segments, any other `*` for any text within its
/// segment (alone: exactly one segment), `${user}` for the name of a user. There is nothing else:
/// no classes, no alternatives, no backtracking across segments.
final class Glob {
  private static final String USER = "${user}";
  private static final int MAX_CHARS = 500;
  private static final Pattern USER_NAME = Pattern.compile("[a-z0-9][a-z0-9._-]*");
  private static final Pattern FORBIDDEN =
      Pattern.compile(
          "[\\x00-\\x20\\x7f~^:?\\[\\\\\"]|\\.\\.|@\\{|//|^/|/$|\\.$|\\.lock(/|$)|(^|/)\\.|\\*\\*");

  private final String text;
  private final List<String> segments;
  private final String prefix;

  /// Refuses what can match no name; USAGE.
  Glob(String text) {
    this.text = text;
    this.segments = List.of(text.split("/", -1));
    this.prefix = text.replaceFirst("(?s)(\\*|\\$\\{).*", "");
    if (text.isEmpty() || text.length() > MAX_CHARS || FORBIDDEN.matcher(text).find()) {
      throw refused("write a name as Git allows it, with * for one segment and /* at the end");
    }
    for (String segment : segments) {
      checkUser(segment);
    }
  }

  private void checkUser(String segment) {
    int first = segment.indexOf(USER);
    String rest = first < 0 ? segment : segment.replace(USER, "");
    boolean twice = first >= 0 && segment.indexOf(USER, first + 1) >= 0;
    if (rest.contains("${") || twice || first >= 0 && rest.contains("*")) {
      throw refused("the only variable is ${user}, once in a segment and without * beside it");
    }
  }

  private VolaryException refused(String what) {
    String shown = text.length() > 80 ? text.substring(0, 80) + "…" : text;
    return new VolaryException(Fault.USAGE, "'" + shown + "' is no pattern: " + what);
  }

  String text() {
    return text;
  }

  /// How `name` matches, or nothing if it does not.
  Optional<Match> match(String name) {
    if (!name.startsWith(prefix)) {
      return Optional.empty();
    }
    String[] parts = name.split("/", -1);
    int fixed = endsOpen() ? segments.size() - 1 : segments.size();
    if (endsOpen() ? parts.length <= fixed : parts.length != fixed) {
      return Optional.empty();
    }
    Optional<String> user = Optional.empty();
    for (int i = 0; i < fixed; i++) {
      String segment = segments.get(i);
      if (segment.contains(USER)) {
        Optional<String> found = user(segment, parts[i]);
        if (found.isEmpty() || user.isPresent() && !user.equals(found)) {
          return Optional.empty();
        }
        user = found;
      } else if (!wild(segment, parts[i])) {
        return Optional.empty();
      }
    }
    String bound = user.map(found -> text.replace(USER, found)).orElse(text);
    return Optional.of(new Match(Specificity.of(bound), user));
  }

  private boolean endsOpen() {
    return segments.getLast().equals("*");
  }

  private static Optional<String> user(String segment, String part) {
    int at = segment.indexOf(USER);
    String before = segment.substring(0, at);
    String after = segment.substring(at + USER.length());
    if (part.length() <= before.length() + after.length()
        || !part.startsWith(before)
        || !part.endsWith(after)) {
      return Optional.empty();
    }
    String name = part.substring(before.length(), part.length() - after.length());
    return USER_NAME.matcher(name).matches() ? Optional.of(name) : Optional.empty();
  }

  /// Whether `part` is `segment` with some text for each star; time grows with the product of both
  /// lengths at most, because only the last star is ever tried again.
  private static boolean wild(String segment, String part) {
    int s = 0;
    int p = 0;
    int star = -1;
    int resume = 0;
    while (p < part.length()) {
      if (s < segment.length() && segment.charAt(s) == '*') {
        star = s++;
        resume = p;
      } else if (s < segment.length() && segment.charAt(s) == part.charAt(p)) {
        s++;
        p++;
      } else if (star >= 0) {
        s = star + 1;
        p = ++resume;
      } else {
        return false;
      }
    }
    while (s < segment.length() && segment.charAt(s) == '*') {
      s++;
    }
    return s == segment.length();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Glob glob && text.equals(glob.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
