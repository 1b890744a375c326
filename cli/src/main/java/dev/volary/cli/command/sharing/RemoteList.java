package dev.volary.cli.command.sharing;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.output.Output;
import dev.volary.core.depot.Remote;
import dev.volary.core.depot.Remotes;
import java.io.IOException;
import picocli.CommandLine.Command;

/// `volary remote list`.
@Command(name = "list", description = "List the remotes of a volume.")
final class RemoteList implements Verb {
  @Override
  public int run(Invocation call) throws IOException {
    for (Remote remote : Remotes.of(call.volume()).all()) {
      print(call.output(), remote);
    }
    return DONE;
  }

  /// Prints one remote.
  static void print(Output output, Remote remote) {
    if (output.mode().json()) {
      output.json(
          "volary.remote/1",
          json ->
              json.put("name", remote.name())
                  .put("url", remote.url())
                  .put("fingerprint", remote.fingerprint()));
    } else if (output.mode().quiet()) {
      output.line(remote.name());
    } else {
      output.line(remote.name() + "\t" + remote.url());
    }
  }
}
