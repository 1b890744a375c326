package dev.volary.cli.command.volume;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.output.Output;
import dev.volary.core.depot.VolumeName;
import dev.volary.core.operation.Volumes;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `volary rename`.
@Command(name = "rename", description = "Give a volume another name; its worktrees follow.")
public final class Rename implements Verb {
  @Parameters(index = "0", paramLabel = "VOLUME", description = "the volume")
  private String from = "";

  @Parameters(index = "1", paramLabel = "NEW", description = "its new name")
  private String to = "";

  @Override
  public int run(Invocation call) throws IOException {
    VolumeName old = Named.volume(call, from);
    VolumeName name = new VolumeName(to);
    new Volumes(call.depot(), call.identity()).rename(old, name);
    Output output = call.output();
    if (output.mode().json()) {
      output.json(
          "volary.renamed/1", json -> json.put("from", old.text()).put("name", name.text()));
    } else if (output.mode().quiet()) {
      output.line(name.text());
    } else {
      output.line("volume %s is now %s".formatted(old, name));
    }
    return DONE;
  }
}
