package dev.volary.core.capture.rules;

import dev.volary.core.io.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One line in gitignore syntax, applied to byte paths beneath some directory.
///
/// The syntax is that of gitignore(5): `#` comments, `!` takes back, a trailing `/` means
/// directories only, a `/` elsewhere ties the pattern to the directory it applies beneath, `**`
/// stands for any number of directories.
public final class IgnoreRule {
  private static final ByteString ANY_DIRECTORIES = ByteString.utf8("**");

  private final String source;
  private final ByteString text;
  private final boolean leavesOut;
  private final boolean ofPreset;
  private final boolean directoriesOnly;
  private final List<ByteString> site;
  private final List<Optional<Glob>> names;

  private IgnoreRule(Line line, String source, List<ByteString> site) {
    this.source = source;
    this.text = line.text();
    this.leavesOut = !line.negated();
    this.ofPreset = false;
    this.directoriesOnly = line.directoriesOnly();
    this.site = site;
    this.names = new ArrayList<>();
    if (!line.anchored()) {
      names.add(Optional.empty());
    }
    for (ByteString name : split(line.pattern())) {
      names.add(name.equals(ANY_DIRECTORIES) ? Optional.empty() : Optional.of(new Glob(name)));
    }
  }

  private IgnoreRule(IgnoreRule rule) {
    this.source = rule.source;
    this.text = rule.text;
    this.leavesOut = rule.leavesOut;
    this.ofPreset = true;
    this.directoriesOnly = rule.directoriesOnly;
    this.site = rule.site;
    this.names = rule.names;
  }

  /// What a line says before it is compiled.
  private record Line(
      ByteString text,
      ByteString pattern,
      boolean negated,
      boolean directoriesOnly,
      boolean anchored) {}

  /// Reads one line; nothing for a comment or an empty one.
  ///
  /// @param source what to call the place it comes from, such as `.volaryignore`
  /// @param site the names of the directories above what it applies to
  static Optional<IgnoreRule> parse(ByteString text, String source, List<ByteString> site) {
    ByteString rest = withoutTrailingBlanks(text);
    if (rest.isEmpty() || rest.byteAt(0) == '#') {
      return Optional.empty();
    }
    boolean negated = rest.byteAt(0) == '!';
    rest = negated ? rest.substring(1, rest.size()) : rest;
    boolean directoriesOnly = !rest.isEmpty() && rest.byteAt(rest.size() - 1) == '/';
    rest = directoriesOnly ? rest.substring(0, rest.size() - 1) : rest;
    boolean anchored = rest.indexOf((byte) '/', 0) >= 0;
    rest = !rest.isEmpty() && rest.byteAt(0) == '/' ? rest.substring(1, rest.size()) : rest;
    if (rest.isEmpty()) {
      return Optional.empty();
    }
    Line line = new Line(text, rest, negated, directoriesOnly, anchored);
    return Optional.of(new IgnoreRule(line, source, site));
  }

  /// Returns what the place it comes from is called.
  public String source() {
    return source;
  }

  /// Returns the line as it was written.
  public ByteString text() {
    return text;
  }

  /// Tells whether what matches is left out, or, for `!` lines, kept after all.
  public boolean leavesOut() {
    return leavesOut;
  }

  /// Returns the same rule as one of a preset.
  IgnoreRule ofPreset() {
    return new IgnoreRule(this);
  }

  /// Tells whether it is a preset's, and so about what is never data.
  boolean isOfPreset() {
    return ofPreset;
  }

  boolean matches(List<ByteString> path, boolean directory) {
    return (directory || !directoriesOnly)
        && path.size() > site.size()
        && path.subList(0, site.size()).equals(site)
        && matches(0, path, site.size());
  }

  private boolean matches(int rule, List<ByteString> path, int at) {
    if (rule == names.size()) {
      return at == path.size();
    }
    @Nullable Glob glob = names.get(rule).orElse(null);
    if (glob != null) {
      return at < path.size() && glob.matches(path.get(at)) && matches(rule + 1, path, at + 1);
    }
    if (rule == names.size() - 1) {
      // A trailing `**` stands for everything inside.
      return at < path.size();
    }
    for (int next = at; next < path.size(); next++) {
      if (matches(rule + 1, path, next)) {
        return true;
      }
    }
    return false;
  }

  private static ByteString withoutTrailingBlanks(ByteString text) {
    int end = text.size();
    if (end > 0 && text.byteAt(end - 1) == '\r') {
      end--;
    }
    while (end > 0 && text.byteAt(end - 1) == ' ' && !isEscaped(text, end - 1)) {
      end--;
    }
    return text.substring(0, end);
  }

  private static boolean isEscaped(ByteString text, int at) {
    int slashes = 0;
    while (slashes < at && text.byteAt(at - 1 - slashes) == '\\') {
      slashes++;
    }
    return slashes % 2 == 1;
  }

  /// Returns the names of a path joined by `/`.
  static List<ByteString> split(ByteString path) {
    List<ByteString> names = new ArrayList<>();
    int from = 0;
    while (from <= path.size()) {
      int slash = path.indexOf((byte) '/', from);
      int to = slash < 0 ? path.size() : slash;
      if (to > from) {
        names.add(path.substring(from, to));
      }
      from = to + 1;
    }
    return names;
  }
}
