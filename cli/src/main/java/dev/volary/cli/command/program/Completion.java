package dev.volary.cli.command.program;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.command.VerbGuide;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `volary completion`.
@Command(
    name = "completion",
    description = "Print what makes a shell complete words: source <(volary completion bash).")
public final class Completion implements Verb {
  private final VerbGuide guide;

  @Parameters(paramLabel = "SHELL", description = "bash or zsh")
  private String shell = "";

  /// @param guide knows all verbs
  public Completion(VerbGuide guide) {
    this.guide = guide;
  }

  @Override
  public int run(Invocation call) {
    CompletionScript script = new CompletionScript(guide.all().get().getCommandSpec());
    String text =
        switch (shell) {
          case "bash" -> script.bash();
          case "zsh" -> script.zsh();
          default ->
              throw new VolaryException(
                  Fault.USAGE,
                  "there is no completion for '%s': it is there for bash and zsh".formatted(shell),
                  List.of("bash", "zsh"));
        };
    call.output().line(text.stripTrailing());
    return DONE;
  }
}
