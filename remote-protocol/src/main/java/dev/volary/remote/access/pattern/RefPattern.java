package dev.volary.remote.access.pattern;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A pattern for full ref names: exact, with `*` for one segment, with a trailing `/*` for any
/// depth, with `${user}`.
public final class RefPattern {
  private static final Pattern SPACE = Pattern.compile("(heads|tags|notes|meta)/.*");

  private final Glob glob;

  private RefPattern(Glob glob) {
    this.glob = glob;
  }

  /// The pattern of this full text, from `refs/` on; USAGE if it is none.
  public static RefPattern of(String text) {
    if (!text.startsWith("refs/")) {
      throw new VolaryException(
          Fault.USAGE, "'" + text + "' is no full pattern: begin it with refs/");
    }
    return new RefPattern(new Glob(text));
  }

  /// What a text that opens something means: a short name is a branch's.
  ///
  /// `heads/`, `tags/`, `notes/` and `meta/` lack only `refs/` in front.
  public static RefPattern opening(String text) {
    if (text.startsWith("refs/")) {
      return of(text);
    }
    return of(SPACE.matcher(text).matches() ? "refs/" + text : "refs/heads/" + text);
  }

  /// What a text that restricts something means: a short name is that of the branch and of the tag,
  /// so that nothing stays open by an oversight.
  public static List<RefPattern> restricting(String text) {
    RefPattern first = opening(text);
    return text.startsWith("refs/") || SPACE.matcher(text).matches()
        ? List.of(first)
        : List.of(first, of("refs/tags/" + text));
  }

  /// How a ref's full name matches, or nothing if it does not.
  public Optional<Match> match(String ref) {
    return glob.match(ref);
  }

  /// The full text.
  public String text() {
    return glob.text();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RefPattern pattern && glob.equals(pattern.glob);
  }

  @Override
  public int hashCode() {
    return glob.hashCode();
  }

  @Override
  public String toString() {
    return glob.text();
  }
}
