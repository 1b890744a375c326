package dev.volary.cli.command.sharing;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.command.contact.CredentialFile;
import dev.volary.cli.command.contact.Place;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `volary logout`.
@Command(name = "logout", description = "Forget the token kept for a server.")
public final class Logout implements Verb {
  @Parameters(paramLabel = "URL", description = "the server, as it was logged in to")
  private String url = "";

  @Override
  public int run(Invocation call) throws IOException {
    String origin = Place.originOf(url);
    if (!CredentialFile.of(call.depot()).remove(origin)) {
      throw new VolaryException(
          Fault.NOT_FOUND, "no token is kept for %s: `volary whoami` lists them".formatted(origin));
    }
    call.output().talk("forgot the token for " + origin + "; it stays valid there until revoked");
    return DONE;
  }
}
