package dev.volary.cli;

import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Command;

/// The page that lists all verbs, one line each, by topic.
final class VerbOverview {
  private static final String HEAD =
      """
      volary: Git for data volumes

      Usage: volary [-C WHERE] [--depot DIR] VERB ...

      """;

  private static final String FOOT =
      """
      Everywhere:
        -C WHERE      work on this directory, VOLUME or VOLUME@BRANCH
        --depot DIR   where all volumes live
        --json        answer as JSON
        -q, --quiet   print ids only
        --debug       show the stack trace of a failure

      `volary help VERB` explains one of them.
      """;

  private VerbOverview() {}

  /// Returns the page for the verbs of `table`.
  static String of(Map<String, Supplier<Object>> table) {
    StringBuilder page = new StringBuilder(HEAD);
    for (Topic topic : Topic.values()) {
      StringBuilder lines = new StringBuilder();
      for (String verb : topic.verbs()) {
        Supplier<Object> maker = table.get(verb);
        if (maker != null) {
          lines.append("  %-12s  %s%n".formatted(verb, description(maker.get())));
        }
      }
      if (!lines.isEmpty()) {
        page.append(topic.title()).append(":\n").append(lines).append('\n');
      }
    }
    return page.append(FOOT).toString();
  }

  private static String description(Object verb) {
    Command command = verb.getClass().getAnnotation(Command.class);
    return command == null ? "" : String.join(" ", command.description());
  }
}
