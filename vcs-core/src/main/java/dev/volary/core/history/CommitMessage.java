package dev.volary.core.history;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Labels as trailers of a commit message: `Label: key=value` lines in its last paragraph, where
/// `git interpret-trailers` finds them.
public final class CommitMessage {
  private static final String TOKEN = "Label: ";
  private static final Pattern TRAILER = Pattern.compile("[A-Za-z0-9-]+: .*");

  private CommitMessage() {}

  /// A message with labels added to it, in Git's canonical form: no white space at line ends or at
  /// either end of the text, one line feed at the end.
  public static String compose(String text, SortedMap<String, String> labels) {
    String body = tidy(text);
    if (labels.isEmpty()) {
      return body;
    }
    String trailers =
        labels.entrySet().stream()
            .map(e -> TOKEN + e.getKey() + "=" + e.getValue() + "\n")
            .collect(Collectors.joining());
    if (body.isEmpty()) {
      return "\n" + trailers;
    }
    return trailerStart(body.lines().toList()) >= 0 ? body + trailers : body + "\n" + trailers;
  }

  /// The labels among the trailers of a message; a repeated key has its last value.
  public static SortedMap<String, String> labels(String message) {
    List<String> lines = message.lines().toList();
    int start = trailerStart(lines);
    SortedMap<String, String> labels = new TreeMap<>();
    if (start >= 0) {
      for (String line : lines.subList(start, lines.size())) {
        int equals = line.indexOf('=');
        if (line.startsWith(TOKEN) && equals > 0) {
          labels.put(line.substring(TOKEN.length(), equals), line.substring(equals + 1));
        }
      }
    }
    return Collections.unmodifiableSortedMap(labels);
  }

  /// The message without its label trailers.
  static String withoutLabels(String message) {
    List<String> lines = message.lines().toList();
    int start = trailerStart(lines);
    if (start < 0) {
      return message;
    }
    StringBuilder kept = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      if (i < start || !lines.get(i).startsWith(TOKEN)) {
        kept.append(lines.get(i)).append('\n');
      }
    }
    return tidy(kept.toString());
  }

  /// The index of the first line of a last paragraph that consists of trailers, or -1. As in Git
  /// the first paragraph is the subject and never a trailer block.
  private static int trailerStart(List<String> lines) {
    int start = lines.size();
    while (start > 0 && TRAILER.matcher(lines.get(start - 1)).matches()) {
      start--;
    }
    boolean block = start < lines.size() && start > 0 && lines.get(start - 1).isBlank();
    return block ? start : -1;
  }

  private static String tidy(String text) {
    String joined =
        text.replace("\0", "").lines().map(String::stripTrailing).collect(Collectors.joining("\n"));
    String body = joined.strip();
    return body.isEmpty() ? "" : body + "\n";
  }
}
