package dev.volary.cli.command.volume;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.output.Output;
import dev.volary.core.operation.IgnoreRules;
import java.io.IOException;
import picocli.CommandLine.Command;

/// `volary ignore list`.
@Command(name = "list", description = "List all rules, those of the preset too.")
final class IgnoreList implements Verb {
  @Override
  public int run(Invocation call) throws IOException {
    print(call);
    return DONE;
  }

  /// Prints the rules of the volume the command is for.
  static void print(Invocation call) throws IOException {
    Output output = call.output();
    for (IgnoreRules.Rule rule : IgnoreRules.of(call.volume())) {
      if (output.mode().json()) {
        output.json(
            "volary.ignoreRule/1",
            json -> json.put("rule", rule.text()).put("source", rule.source()));
      } else if (output.mode().quiet() || rule.own()) {
        output.line(rule.text());
      } else {
        output.line(rule.text() + "  (" + rule.source() + ")");
      }
    }
  }
}
