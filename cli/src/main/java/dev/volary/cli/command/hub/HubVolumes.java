package dev.volary.cli.command.hub;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.command.contact.HubVolume;
import dev.volary.cli.command.contact.Tell;
import dev.volary.cli.command.contact.WhichHub;
import dev.volary.cli.output.Output;
import dev.volary.cli.output.Words;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.remote.client.hub.HubClient;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `volary hub volume`, whose verbs do the work.
@Command(
    name = "volume",
    description = "Make, list, fork and delete volumes on a hub.",
    synopsisSubcommandLabel = "VERB",
    subcommands = {
      HubVolumes.Create.class,
      HubVolumes.Listing.class,
      HubVolumes.Fork.class,
      HubVolumes.Delete.class
    })
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

  /// `volary hub volume fork`.
  @Command(
      name = "fork",
      description = "Copy a branch on the hub, with its history, into a volume, old or new.")
  static final class Fork implements Verb {
    @Mixin private WhichHub hub = new WhichHub();

    @Parameters(index = "0", paramLabel = "FROM", description = "NAMESPACE/NAME")
    private String from = "";

    @Parameters(index = "1", paramLabel = "BRANCH", description = "the branch")
    private String branch = "";

    @Parameters(
        index = "2",
        paramLabel = "TO",
        description = "NAMESPACE/NAME; made where it is not there")
    private String to = "";

    @Parameters(
        index = "3",
        arity = "0..1",
        paramLabel = "AS",
        description = "the new branch (default: called alike)")
    private Optional<String> as = Optional.empty();

    @Override
    public int run(Invocation call) throws IOException {
      HubVolume source = HubVolume.of(from);
      HubVolume target = HubVolume.of(to);
      if (target.origin().isPresent() && !target.origin().equals(source.origin())) {
        throw new VolaryException(
            Fault.USAGE, "a fork stays on one hub: clone from one and push to the other instead");
      }
      HubClient.ForkRequest asked =
          new HubClient.ForkRequest(source.name(), branch, target.name(), as);
      String commit = hub.ask(call, source, client -> client.fork(asked));
      Tell.done(
          call.output(),
          commit,
          "forked %s of %s to %s of %s; no bytes were copied"
              .formatted(branch, source.name(), as.orElse(branch), target.name()));
      return DONE;
    }
  }

  /// `volary hub volume delete`.
  @Command(name = "delete", description = "Put a volume in the hub's trash, for all who use it.")
  static final class Delete implements Verb {
    @Mixin private WhichHub hub = new WhichHub();

    @Parameters(paramLabel = "VOLUME", description = "NAMESPACE/NAME")
    private String volume = "";

    @Option(names = "--confirm", paramLabel = "NAME", description = "NAMESPACE/NAME once more")
    private Optional<String> confirmation = Optional.empty();

    @Override
    public int run(Invocation call) throws IOException {
      HubVolume on = HubVolume.of(volume);
      if (!confirmation.equals(Optional.of(on.name()))) {
        throw new VolaryException(
            Fault.CONFLICT,
            "deleting %s takes it from all who use it: confirm with --confirm=%s"
                .formatted(on.name(), on.name()));
      }
      Instant expires = hub.ask(call, on, client -> client.deleteVolume(on.name()));
      if (call.output().mode().json()) {
        call.output()
            .json(
                "volary.hub-volume-deleted/1",
                json -> json.put("name", on.name()).put("expires", expires));
        return DONE;
      }
      Tell.done(
          call.output(),
          on.name(),
          "deleted %s; it is in the hub's trash until %s"
              .formatted(on.name(), Words.moment(expires)));
      call.output()
          .talk(
              "undo, by who runs the hub: volary --depot DIR trash restore "
                  + on.name().replace("/", "--"));
      return DONE;
    }
  }
}
