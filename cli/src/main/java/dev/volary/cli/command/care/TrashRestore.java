package dev.volary.cli.command.care;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.output.Output;
import dev.volary.core.operation.Trash;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `volary trash restore`.
@Command(name = "restore", description = "Bring the latest deleted thing of a name back.")
final class TrashRestore implements Verb {
  @Parameters(
      paramLabel = "NAME",
      description = "VOLUME, or VOLUME@BRANCH or VOLUME@TAG, as `trash list` shows it")
  private String name = "";

  @Override
  public int run(Invocation call) throws IOException {
    Trash.Item item = new Trash(call.depot(), call.identity()).restore(name);
    Output output = call.output();
    if (output.mode().json() || output.mode().quiet()) {
      TrashList.print(output, java.util.List.of(item));
    } else {
      output.line(item.kind() + " " + item.name() + " is back");
    }
    return DONE;
  }
}
