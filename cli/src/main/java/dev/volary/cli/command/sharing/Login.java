package dev.volary.cli.command.sharing;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.command.contact.Admission;
import dev.volary.cli.command.contact.CaFile;
import dev.volary.cli.command.contact.CredentialFile;
import dev.volary.cli.command.contact.Place;
import dev.volary.cli.command.contact.Token;
import dev.volary.cli.command.contact.Trust;
import dev.volary.cli.command.hub.HubLogin;
import dev.volary.cli.output.SecretLine;
import dev.volary.core.depot.Remote;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `volary login`.
@Command(
    name = "login",
    description =
        "Log in to a server with an invitation or token, which is read from standard input.")
public final class Login implements Verb {
  @Option(
      names = "--fingerprint",
      paramLabel = "HEX",
      description = "SHA-256 of the certificate that the server must show from now on")
  private Optional<String> fingerprint = Optional.empty();

  @Mixin private CaFile caFile = new CaFile();

  @Parameters(paramLabel = "URL", description = "the server, such as https://hub.example.org")
  private String url = "";

  @Override
  public int run(Invocation call) throws IOException {
    String origin = Place.originOf(url);
    Trust given = new Trust(fingerprint, caFile.path(call));
    String secret = SecretLine.read("token or invitation");
    if (Admission.isInvitation(secret)) {
      Remote peer = new Admission(call).admit(secret);
      Whoami.print(
          call.output(), new Place.OnServer(peer.url(), peer.fingerprint()).origin(), peer.url());
      return DONE;
    }
    if (HubLogin.isOfHub(secret)) {
      HubLogin.run(call, url, given, secret);
      return DONE;
    }
    Token token = new Token(secret, "standard input");
    CredentialFile kept = CredentialFile.of(call.depotOrNew());
    kept.put(origin, token.secret());
    given.keep(kept, origin);
    Whoami.print(call.output(), origin, "standard input");
    return DONE;
  }
}
