package dev.volary.cli.command.hub;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.command.contact.CredentialFile;
import dev.volary.cli.command.contact.Span;
import dev.volary.cli.command.contact.Tell;
import dev.volary.cli.command.contact.WhichHub;
import dev.volary.cli.output.Output;
import dev.volary.cli.output.Table;
import dev.volary.cli.output.Words;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.remote.client.hub.HubClient;
import dev.volary.remote.message.hub.HubUser;
import dev.volary.remote.message.hub.Issued;
import java.io.IOException;
import java.time.Duration;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `volary user`, whose verbs do the work.
@Command(
    name = "user",
    description = "Invite people to a hub, list them, and let them in no more.",
    synopsisSubcommandLabel = "VERB",
    subcommands = {
      UserVerb.Invite.class,
      UserVerb.Listing.class,
      UserVerb.Disable.class,
      UserVerb.Enable.class
    })
public final class UserVerb {
  /// `volary user invite`.
  @Command(name = "invite", description = "Invite somebody, known or new, to log in once.")
  static final class Invite implements Verb {
    @Mixin private WhichHub hub = new WhichHub();

    @Option(
        names = "--expires",
        paramLabel = "TIME",
        converter = Span.class,
        description = "how long the invitation can be used (default: 48h)")
    private Duration expires = Duration.ofDays(2);

    @Parameters(paramLabel = "USER", description = "a name that no other person ever has")
    private String user = "";

    @Override
    public int run(Invocation call) throws IOException {
      if (expires.toHours() < 1 || expires.toMinutesPart() > 0 || expires.toSecondsPart() > 0) {
        throw new VolaryException(
            Fault.USAGE, "an invitation lasts whole hours: write --expires 48h or 7d");
      }
      String origin = hub.origin(call);
      Issued invitation =
          WhichHub.ask(call, origin, client -> client.invite(user, expires.toHours()));
      var pin = new CredentialFile(call.depotDirectory()).fingerprint(origin);
      Secrets.invitation(call.output(), invitation, Secrets.login(origin, pin));
      return DONE;
    }
  }

  /// `volary user list`.
  @Command(name = "list", description = "List who there is, and who was invited.")
  static final class Listing implements Verb {
    @Mixin private WhichHub hub = new WhichHub();

    @Override
    public int run(Invocation call) throws IOException {
      HubClient.Users all = hub.ask(call, HubClient::users);
      Output output = call.output();
      if (output.mode().json()) {
        all.users().forEach(user -> json(output, user));
      } else if (output.mode().quiet()) {
        all.users().forEach(user -> output.line(user.name()));
      } else {
        Table table = new Table();
        for (HubUser user : all.users()) {
          String state = user.disabled() ? "disabled" : user.joined() ? "joined" : "never came";
          table.row(user.name(), state, String.join(", ", new TreeSet<>(user.groups())));
        }
        table.print(output);
        all.invitations()
            .forEach(invitation ->
                output.line(
                    "invitation %s for %s by %s until %s"
                        .formatted(
                            invitation.id(),
                            invitation.user(),
                            invitation.by(),
                            Words.moment(invitation.expires()))));
      }
      return DONE;
    }

    private static void json(Output output, HubUser user) {
      output.json(
          "volary.user/1",
          json ->
              json.put("name", user.name())
                  .put("since", user.since())
                  .put("disabled", user.disabled())
                  .put("joined", user.joined())
                  .texts("groups", new TreeSet<>(user.groups())));
    }
  }

  /// `volary user disable`.
  @Command(
      name = "disable",
      description = "Let a user in no more, at once; their tokens and invitations end.")
  static final class Disable implements Verb {
    @Mixin private WhichHub hub = new WhichHub();

    @Parameters(paramLabel = "USER", description = "the user")
    private String user = "";

    @Override
    public int run(Invocation call) throws IOException {
      HubUser changed = hub.ask(call, client -> client.setDisabled(user, true));
      Tell.done(
          call.output(), changed.name(), changed.name() + " is let in no more; tokens revoked");
      return DONE;
    }
  }

  /// `volary user enable`.
  @Command(name = "enable", description = "Let a disabled user be invited again.")
  static final class Enable implements Verb {
    @Mixin private WhichHub hub = new WhichHub();

    @Parameters(paramLabel = "USER", description = "the user")
    private String user = "";

    @Override
    public int run(Invocation call) throws IOException {
      HubUser changed = hub.ask(call, client -> client.setDisabled(user, false));
      Tell.done(
          call.output(),
          changed.name(),
          "%s may be invited again: `volary user invite %s`"
              .formatted(changed.name(), changed.name()));
      return DONE;
    }
  }
}
