package dev.volary.cli.command.sharing;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.command.contact.RemoteUrl;
import dev.volary.core.depot.Remote;
import dev.volary.core.depot.Remotes;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `volary remote set-url`.
@Command(name = "set-url", description = "Change where a remote is.")
final class RemoteSetUrl implements Verb {
  @Parameters(index = "0", paramLabel = "NAME", description = "the remote")
  private String name = "";

  @Parameters(index = "1", paramLabel = "URL", description = "its new place")
  private String url = "";

  @Override
  public int run(Invocation call) throws IOException {
    Remotes remotes = Remotes.of(call.volume());
    Remote old = remotes.get(name);
    Remote moved = new Remote(name, RemoteUrl.absolute(url, call.here()), old.fingerprint());
    remotes.change(moved);
    RemoteList.print(call.output(), moved);
    return DONE;
  }
}
