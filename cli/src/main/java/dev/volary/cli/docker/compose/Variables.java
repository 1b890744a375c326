package dev.volary.cli.docker.compose;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The variables of a Compose file: the environment's, then those of the file `.env` beside it.
final class Variables {
  private static final Pattern PLACE =
      Pattern.compile(
          "\\$(?:(?<escaped>\\$)|(?<plain>[A-Za-z_][A-Za-z0-9_]*)"
              + "|\\{(?<name>[A-Za-z_][A-Za-z0-9_]*)(?:(?<how>:?[-+?])(?<word>[^}]*))?\\})");

  private final Map<String, String> values;

  private Variables(Map<String, String> values) {
    this.values = values;
  }

  /// Those of a project whose file lies in `folder`.
  static Variables of(Path folder, Map<String, String> environment) throws IOException {
    Map<String, String> values = new HashMap<>();
    Path file = folder.resolve(".env");
    if (Files.isRegularFile(file)) {
      for (String line : Files.readAllLines(file)) {
        int equals = line.indexOf('=');
        if (equals > 0 && !line.strip().startsWith("#")) {
          values.put(
              line.substring(0, equals).strip().replaceFirst("^export\\s+", ""),
              unquoted(line.substring(equals + 1).strip()));
        }
      }
    }
    values.putAll(environment);
    return new Variables(values);
  }

  private static String unquoted(String text) {
    boolean quoted =
        text.length() >= 2
            && (text.startsWith("\"") && text.endsWith("\"")
                || text.startsWith("'") && text.endsWith("'"));
    return quoted ? text.substring(1, text.length() - 1) : text;
  }

  /// Returns the value of one, or the empty text.
  String value(String name) {
    return values.getOrDefault(name, "");
  }

  /// Returns `text` with `$NAME`, `${NAME}`, `${NAME:-word}` and the like replaced.
  String in(String text) {
    Matcher places = PLACE.matcher(text);
    StringBuilder done = new StringBuilder();
    while (places.find()) {
      places.appendReplacement(done, Matcher.quoteReplacement(replacement(places)));
    }
    places.appendTail(done);
    return done.toString();
  }

  private String replacement(Matcher place) {
    if (place.group("escaped") != null) {
      return "$";
    }
    String plain = place.group("plain");
    if (plain != null) {
      return value(plain);
    }
    String name = place.group("name");
    String how = place.group("how");
    if (how == null) {
      return value(name);
    }
    boolean set = how.startsWith(":") ? !value(name).isEmpty() : values.containsKey(name);
    String word = place.group("word");
    return how.endsWith("+") ? (set ? word : "") : set || how.endsWith("?") ? value(name) : word;
  }
}
