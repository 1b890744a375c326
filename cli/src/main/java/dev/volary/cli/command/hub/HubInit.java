package dev.volary.cli.command.hub;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.output.Output;
import dev.volary.core.depot.Depot;
import dev.volary.remote.message.hub.Issued;
import dev.volary.remote.server.hub.Hub;
import dev.volary.remote.server.hub.HubDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `volary hub init`.
@Command(
    name = "init",
    description = "Make a hub of a directory, with a first admin and a certificate.")
final class HubInit implements Verb {
  @Option(
      names = "--admin",
      paramLabel = "USER",
      description = "who administers it (default: admin)")
  private String admin = "admin";

  @Parameters(paramLabel = "DIR", description = "the hub's directory, new or a depot")
  private String directory = "";

  @Override
  public int run(Invocation call) throws IOException {
    Path place = HubServing.place(call, directory);
    try (Depot depot = Depot.openOrCreate(place, call.surroundings())) {
      Issued invitation = HubDirectory.create(depot, admin);
      String fingerprint = HubServing.identity(Hub.open(depot)).fingerprint();
      print(call.output(), place, invitation, fingerprint);
    }
    return DONE;
  }

  private static void print(Output output, Path place, Issued invitation, String fingerprint) {
    if (output.mode().json()) {
      output.json(
          "volary.hub/1",
          json ->
              json.put("directory", place.toString())
                  .put("fingerprint", fingerprint)
                  .put("user", invitation.user())
                  .put("invitation", invitation.secret())
                  .put("expires", invitation.expires().map(Object::toString)));
      return;
    }
    if (!output.mode().quiet()) {
      output.line("%s is a hub; `volary serve --hub %s` runs it".formatted(place, place));
      output.line("fingerprint " + fingerprint);
    }
    Secrets.invitation(
        output, invitation, Secrets.login("https://HOST:PORT", Optional.of(fingerprint)));
  }
}
