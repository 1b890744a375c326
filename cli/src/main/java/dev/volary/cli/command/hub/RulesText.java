package dev.volary.cli.command.hub;

import dev.volary.cli.command.contact.Tell;
import dev.volary.cli.output.Output;

/// Prints the text of rules.
final class RulesText {
  private RulesText() {}

  /// The rules as they are, or would be.
  record Changed(String volume, String text, boolean dryRun) {}

  static void print(Output output, Changed rules) {
    if (output.mode().json()) {
      output.json(
          "volary.access/1",
          json ->
              json.put("volume", rules.volume())
                  .put("text", rules.text())
                  .put("dryRun", rules.dryRun()));
    } else {
      rules.text().lines().forEach(output::line);
    }
  }

  /// Prints what became of a change: all of the text only where it was not made.
  static void print(Output output, Changed rules, String sentence) {
    if (output.mode().json() || rules.dryRun()) {
      print(output, rules);
    } else {
      Tell.done(output, rules.volume(), sentence);
    }
  }
}
