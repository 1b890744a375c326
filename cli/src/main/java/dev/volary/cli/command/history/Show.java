package dev.volary.cli.command.history;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.output.Output;
import dev.volary.core.depot.Targets;
import dev.volary.core.history.CommitInfo;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `volary show`.
@Command(name = "show", description = "Show one commit: who, when, how consistent, what it holds.")
public final class Show implements Verb {
  @Parameters(
      arity = "0..1",
      paramLabel = "REV",
      description = "the commit (default: the present one)")
  private String revision = "";

  @Override
  public int run(Invocation call) throws IOException {
    Targets.RevisionTarget target = call.revision(revision);
    CommitInfo commit = target.volume().history().read(target.commit());
    Output output = call.output();
    if (output.mode().json()) {
      output.json(
          "volary.commit/1", json -> new CommitRendering(target.volume()).json(json, commit));
    } else if (output.mode().quiet()) {
      output.line(commit.id().toHex());
    } else {
      new CommitRendering(target.volume()).lines(commit, output).forEach(output::line);
      output.line("");
      output.line("Root:     " + commit.facts().root().toHex());
    }
    return DONE;
  }
}
