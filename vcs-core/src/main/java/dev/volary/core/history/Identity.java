package dev.volary.core.history;

/// A person or program as Git writes them down: a name and an e-mail address.
///
/// Characters that would break Git's line format are taken out, for an odd account name must not
/// make a commit fail.
public record Identity(String name, String email) {
  private static final int MAX_CHARS = 256;

  /// Cleans both parts; an empty name becomes `unknown`.
  public Identity {
    name = clean(name);
    email = clean(email).replace(" ", "");
    if (name.isEmpty()) {
      name = email.isEmpty() ? "unknown" : email;
    }
  }

  private static String clean(String text) {
    StringBuilder kept = new StringBuilder();
    text.codePoints()
        .filter(c -> c != '<' && c != '>' && !Character.isISOControl(c))
        .filter(c -> c < 0xD800 || c > 0xDFFF)
        .limit(MAX_CHARS)
        .forEach(kept::appendCodePoint);
    return trimCrud(kept.toString());
  }

  /// Git strips these at both ends, and warns where they are all there is.
  private static String trimCrud(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && crud(text.charAt(from))) {
      from++;
    }
    while (to > from && crud(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  private static boolean crud(char c) {
    return c <= ' ' || c == '.' || c == ',' || c == ':' || c == ';' || c == '"' || c == '\\'
        || c == '\'';
  }

  @Override
  public String toString() {
    return name + " <" + email + ">";
  }
}
