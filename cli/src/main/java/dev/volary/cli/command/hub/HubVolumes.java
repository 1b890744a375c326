package dev.volary.cli.command.hub;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.output.Output;
import dev.volary.remote.client.hub.HubClient;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `volary hub volume`, whose verbs do the work.
@Command(
    name = "volume",
    description = "Make and list volumes on a hub.",
    synopsisSubcommandLabel = "VERB",
    subcommands = {HubVolumes.Create.class, HubVolumes.Listing.class})
final class HubVolumes {
  /// `volary hub volume create`.
  @Command(name = "create", description = "Make an empty volume of your own, to be pushed to.")
  static final class Create implements Verb {
    @Mixin private WhichHub hub = new WhichHub();

    @Parameters(paramLabel = "VOLUME", description = "NAMESPACE/NAME, such as team/pgdata")
    private String volume = "";

    @Override
    public int run(Invocation call) throws IOException {
      HubVolume made = HubVolume.of(volume);
      String origin = made.origin().isPresent() ? made.origin().get() : hub.origin(call);
      WhichHub.ask(
          call,
          origin,
          client -> {
            client.createVolume(made.name());
            return made;
          });
      String url = origin + "/" + made.name();
      Tell.done(
          call.output(),
          url,
          "made %s: `volary remote add origin %s`, then `volary push`".formatted(made.name(), url));
      return DONE;
    }
  }

  /// `volary hub volume list`.
  @Command(name = "list", description = "List the volumes that you may know of.")
  static final class Listing implements Verb {
    @Mixin private WhichHub hub = new WhichHub();

    @Override
    public int run(Invocation call) throws IOException {
      Output output = call.output();
      hub.ask(call, HubClient::volumes)
          .forEach((name, branch) -> {
            if (output.mode().json()) {
              output.json(
                  "volary.hub-volume/1",
                  json -> json.put("name", name).put("defaultBranch", branch));
            } else {
              output.line(name);
            }
          });
      return DONE;
    }
  }
}
