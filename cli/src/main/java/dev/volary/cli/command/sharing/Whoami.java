package dev.volary.cli.command.sharing;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.command.contact.Contact;
import dev.volary.cli.command.contact.CredentialFile;
import dev.volary.cli.command.contact.Place;
import dev.volary.cli.command.contact.Token;
import dev.volary.cli.command.hub.HubLogin;
import dev.volary.cli.output.Output;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `volary whoami`.
@Command(
    name = "whoami",
    description = "Tell which token a server is shown, and whom a hub takes you for.")
public final class Whoami implements Verb {
  @Parameters(
      arity = "0..1",
      paramLabel = "URL",
      description = "the server or a volume there (default: all servers a token is kept for)")
  private String url = "";

  @Override
  public int run(Invocation call) throws IOException {
    if (!url.isEmpty()) {
      one(call);
      return DONE;
    }
    List<String> origins = new CredentialFile(call.depotDirectory()).origins();
    for (String origin : origins) {
      print(call.output(), origin, "the login to " + origin);
    }
    if (origins.isEmpty()) {
      call.output().talk("no token is kept: `volary login URL` keeps one");
    }
    return DONE;
  }

  private void one(Invocation call) throws IOException {
    Place.originOf(url);
    Place.OnServer place = new Place.OnServer(url, Optional.empty());
    Token token =
        new Contact(call)
            .token(place)
            .orElseThrow(() ->
                new VolaryException(
                    Fault.NOT_FOUND,
                    "%s is shown no token: `volary login %s` keeps one"
                        .formatted(place.origin(), url)));
    if (HubLogin.isOfHub(token.secret())) {
      HubLogin.whoami(call, url);
      return;
    }
    print(call.output(), place.origin(), token.source());
  }

  /// Prints for which server a token is known, and whence.
  static void print(Output output, String origin, String source) {
    if (output.mode().json()) {
      output.json("volary.login/1", json -> json.put("origin", origin).put("source", source));
    } else if (output.mode().quiet()) {
      output.line(origin);
    } else {
      output.line(origin + "\t" + source);
    }
  }
}
