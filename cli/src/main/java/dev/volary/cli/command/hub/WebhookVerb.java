package dev.volary.cli.command.hub;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.command.contact.HubVolume;
import dev.volary.cli.command.contact.Tell;
import dev.volary.cli.command.contact.WhichHub;
import dev.volary.cli.output.Output;
import dev.volary.cli.output.SecretLine;
import dev.volary.cli.output.Table;
import dev.volary.cli.output.Words;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.remote.client.hub.HubClient;
import dev.volary.remote.message.hub.HubWebhook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `volary hub webhook`, whose verbs do the work.
@Command(
    name = "webhook",
    description = "Have a hub tell other servers what happens.",
    synopsisSubcommandLabel = "VERB",
    subcommands = {
      WebhookVerb.Add.class,
      WebhookVerb.Listing.class,
      WebhookVerb.Remove.class,
      WebhookVerb.Test.class
    })
final class WebhookVerb {
  private WebhookVerb() {}

  /// `volary hub webhook add`.
  @Command(
      name = "add",
      description = "Have an address told what happens; what signs it is read from standard input.")
  static final class Add implements Verb {
    private static final int MAX_SECRET = 4096;

    @Mixin private WhichHub hub = new WhichHub();

    @Option(
        names = "--event",
        split = ",",
        paramLabel = "E",
        description =
            "what is told, by the names of `volary audit`"
                + " (default: push,volume.create,volume.delete,fork)")
    private List<String> events = List.of();

    @Option(
        names = "--secret-file",
        paramLabel = "FILE",
        description = "read the secret from this file")
    private Optional<Path> secretFile = Optional.empty();

    @Option(
        names = "--insecure-http",
        description = "let plain HTTP leave the hub's machine, where others can read it")
    private boolean insecure;

    @Parameters(
        index = "0",
        paramLabel = "VOLUME",
        description = "NAMESPACE/NAME, 'NAMESPACE/*', or '*' for all that happens")
    private String volume = "";

    @Parameters(index = "1", paramLabel = "URL", description = "who is told")
    private String url = "";

    @Override
    public int run(Invocation call) throws IOException {
      HubVolume on = HubVolume.of(volume);
      HubClient.NewWebhook adding =
          new HubClient.NewWebhook(on.name(), url, events, secret(), insecure);
      HubWebhook added = hub.ask(call, on, client -> client.addWebhook(adding));
      Tell.done(
          call.output(),
          added.id(),
          "webhook %s tells %s of %s: `volary hub webhook test %s` tries it"
              .formatted(added.id(), added.url(), String.join(", ", added.events()), added.id()));
      return DONE;
    }

    private String secret() throws IOException {
      if (secretFile.isEmpty()) {
        return SecretLine.read("the webhook's secret");
      }
      if (Files.size(secretFile.get()) > MAX_SECRET) {
        throw new VolaryException(
            Fault.USAGE, secretFile.get() + " holds no secret: it is too long");
      }
      return Files.readString(secretFile.get()).strip();
    }
  }

  /// `volary hub webhook list`.
  @Command(name = "list", description = "List who is told what, and what still waits.")
  static final class Listing implements Verb {
    @Mixin private WhichHub hub = new WhichHub();

    @Override
    public int run(Invocation call) throws IOException {
      List<HubWebhook> all = hub.ask(call, HubClient::webhooks);
      Output output = call.output();
      if (output.mode().json()) {
        all.forEach(webhook -> json(output, webhook));
      } else if (output.mode().quiet()) {
        all.forEach(webhook -> output.line(webhook.id()));
      } else {
        Table table = new Table();
        for (HubWebhook webhook : all) {
          String waiting =
              webhook.waiting() == 0
                  ? ""
                  : Words.count(webhook.waiting(), "delivery") + " to be tried again";
          table.row(
              webhook.id(),
              webhook.of(),
              webhook.url(),
              String.join(",", webhook.events()),
              waiting);
        }
        table.print(output);
      }
      return DONE;
    }

    private static void json(Output output, HubWebhook webhook) {
      output.json(
          "volary.webhook/1",
          json ->
              json.put("id", webhook.id())
                  .put("of", webhook.of())
                  .put("url", webhook.url())
                  .texts("events", webhook.events())
                  .put("by", webhook.by())
                  .put("since", webhook.since())
                  .put("waiting", webhook.waiting()));
    }
  }

  /// `volary hub webhook remove`.
  @Command(name = "remove", description = "Tell an address nothing more; what waits is dropped.")
  static final class Remove implements Verb {
    @Mixin private WhichHub hub = new WhichHub();

    @Parameters(paramLabel = "ID", description = "how `webhook list` calls it")
    private String id = "";

    @Override
    public int run(Invocation call) throws IOException {
      HubWebhook gone = hub.ask(call, client -> client.removeWebhook(id));
      Tell.done(call.output(), gone.id(), gone.url() + " is told nothing more");
      return DONE;
    }
  }

  /// `volary hub webhook test`.
  @Command(
      name = "test",
      description = "Send a ping from the hub now; exit code 7 where it is not taken.")
  static final class Test implements Verb {
    @Mixin private WhichHub hub = new WhichHub();

    @Parameters(paramLabel = "ID", description = "how `webhook list` calls it")
    private String id = "";

    @Override
    public int run(Invocation call) throws IOException {
      Optional<String> objection = hub.ask(call, client -> client.testWebhook(id));
      if (objection.isPresent()) {
        throw new VolaryException(
            Fault.NETWORK,
            "the ping for webhook %s was not taken: %s".formatted(id, objection.get()));
      }
      Tell.done(call.output(), id, "the ping was taken");
      return DONE;
    }
  }
}
