package dev.volary.cli.command.volume;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.core.depot.Suggestions;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `volary ignore remove`.
@Command(name = "remove", description = "Take rules away.")
final class IgnoreRemove implements Verb {
  @Parameters(
      arity = "1..*",
      paramLabel = "RULE",
      description = "the rule as `ignore list` shows it")
  private List<String> rules = List.of();

  @Override
  public int run(Invocation call) throws IOException {
    List<String> all = new ArrayList<>(call.volume().settings().ignoreRules());
    for (String rule : rules) {
      if (!all.remove(rule)) {
        throw new VolaryException(
            Fault.NOT_FOUND,
            "volume %s has no ignore rule '%s'%s"
                .formatted(call.volume().name(), rule, Suggestions.hint(rule, all)));
      }
    }
    call.volume().settings().setIgnoreRules(all);
    IgnoreList.print(call);
    return DONE;
  }
}
