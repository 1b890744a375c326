package dev.volary.cli.command.sharing;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.command.contact.Admission;
import dev.volary.cli.command.contact.CredentialFile;
import dev.volary.cli.command.contact.Place;
import dev.volary.cli.command.contact.Token;
import dev.volary.cli.output.SecretLine;
import dev.volary.core.depot.Remote;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `volary login`.
@Command(
    name = "login",
    description = "Keep a token for a server; it is read from standard input, never from words.")
public final class Login implements Verb {
  @Parameters(paramLabel = "URL", description = "the server, such as https://hub.example.org")
  private String url = "";

  @Override
  public int run(Invocation call) throws IOException {
    String origin = Place.originOf(url);
    String secret = SecretLine.read("token or invitation");
    if (Admission.isInvitation(secret)) {
      Remote peer = new Admission(call).admit(secret);
      Whoami.print(
          call.output(), new Place.OnServer(peer.url(), peer.fingerprint()).origin(), peer.url());
      return DONE;
    }
    Token token = new Token(secret, "standard input");
    CredentialFile.of(call.depotOrNew()).put(origin, token.secret());
    Whoami.print(call.output(), origin, "standard input");
    return DONE;
  }
}
