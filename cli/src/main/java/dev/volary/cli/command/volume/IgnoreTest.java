package dev.volary.cli.command.volume;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.output.Output;
import dev.volary.core.capture.rules.IgnoreRule;
import dev.volary.core.io.ByteString;
import dev.volary.core.io.RawText;
import dev.volary.core.operation.IgnoreRules;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `volary ignore test`.
@Command(name = "test", description = "Tell whether paths are left out, and by which rule.")
final class IgnoreTest implements Verb {
  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description = "a path in the worktree; with / at the end a directory")
  private List<String> paths = List.of();

  @Override
  public int run(Invocation call) throws IOException {
    IgnoreRules rules = new IgnoreRules(call.depot(), call.worktree());
    for (String path : paths) {
      ByteString raw = RawText.encode(path);
      show(call.output(), raw, rules.decisive(raw));
    }
    return DONE;
  }

  private static void show(Output output, ByteString path, Optional<IgnoreRule> rule) {
    boolean leftOut = rule.map(IgnoreRule::leavesOut).orElse(false);
    if (output.mode().json()) {
      output.json(
          "volary.ignored/1",
          json ->
              json.put("path", path)
                  .put("leftOut", leftOut)
                  .put("rule", rule.map(r -> r.text().toString()))
                  .put("source", rule.map(IgnoreRule::source)));
    } else if (output.mode().quiet()) {
      if (leftOut) {
        output.line(RawText.decode(path));
      }
    } else {
      String why =
          rule.map(r -> " by '%s' (%s)".formatted(r.text(), r.source()))
              .orElse(": no rule matches");
      output.line(path + (leftOut ? ": left out" : ": kept") + why);
    }
  }
}
