package dev.volary.remote.access.config;

import java.util.Optional;

/// One line of a text in Git's configuration syntax, with what it looks like.
public sealed interface ConfigLine {
  /// The line as it stands, without its end.
  String raw();

  /// A blank line or a comment.
  record Filler(String raw) implements ConfigLine {
    /// Whether there is a comment in it.
    public boolean isComment() {
      return !raw.isBlank();
    }
  }

  /// The beginning of a section.
  ///
  /// @param section in lower case
  record Heading(String raw, String section, Optional<String> subsection) implements ConfigLine {
    /// The heading of a section, as it is written.
    public static Heading of(String section, Optional<String> subsection) {
      String raw = "[" + section + subsection.map(name -> " \"" + name + "\"").orElse("") + "]";
      return new Heading(raw, section, subsection);
    }
  }

  /// A setting.
  ///
  /// @param key in lower case
  /// @param value empty where a bare name stands, which means true
  /// @param comment from its `#` or `;` on, or an empty string
  record Setting(String raw, String key, Optional<String> value, String comment)
      implements ConfigLine {
    /// A setting as it is written in a section.
    public static Setting of(String key, String value, String comment) {
      String raw = "\t" + key + " = " + value + (comment.isEmpty() ? "" : " " + comment);
      return new Setting(raw, key, Optional.of(value), comment);
    }
  }
}
