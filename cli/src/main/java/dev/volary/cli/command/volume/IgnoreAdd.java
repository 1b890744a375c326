package dev.volary.cli.command.volume;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.core.operation.IgnoreRules;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `volary ignore add`.
@Command(name = "add", description = "Leave out what a rule in gitignore syntax matches.")
final class IgnoreAdd implements Verb {
  @Parameters(
      arity = "1..*",
      paramLabel = "RULE",
      description = "a line of gitignore(5), such as *.tmp or /cache/")
  private List<String> rules = List.of();

  @Override
  public int run(Invocation call) throws IOException {
    List<String> all = new ArrayList<>(call.volume().settings().ignoreRules());
    for (String rule : rules) {
      IgnoreRules.check(rule);
      if (!all.contains(rule)) {
        all.add(rule);
      }
    }
    call.volume().settings().setIgnoreRules(all);
    call.output().talk("from the next commit on; what earlier commits hold stays in them");
    IgnoreList.print(call);
    return DONE;
  }
}
