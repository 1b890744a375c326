package dev.volary.cli.command.hub;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.command.contact.Span;
import dev.volary.cli.command.contact.Tell;
import dev.volary.cli.command.contact.WhichHub;
import dev.volary.cli.output.Output;
import dev.volary.cli.output.Words;
import dev.volary.remote.message.hub.HubToken;
import dev.volary.remote.message.hub.TokenScope;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `volary token`, whose verbs do the work.
@Command(
    name = "token",
    description = "Make, list and revoke tokens, which programs show to a hub in your name.",
    synopsisSubcommandLabel = "VERB",
    subcommands = {TokenVerb.Create.class, TokenVerb.Listing.class, TokenVerb.Revoke.class})
public final class TokenVerb {
  /// `volary token create`.
  @Command(
      name = "create",
      description = "Make a token that may do some or all of what you may; it is shown once.")
  static final class Create implements Verb {
    @Mixin private WhichHub hub = new WhichHub();

    @Option(names = "--note", paramLabel = "TEXT", description = "what you know it again by")
    private String note = "";

    @Option(
        names = "--volume",
        split = ",",
        paramLabel = "PATTERN",
        description = "good for these volumes only, such as team/*")
    private List<String> volumes = List.of();

    @Option(
        names = "--ref",
        split = ",",
        paramLabel = "PATTERN",
        description = "good for these refs only, such as main")
    private List<String> refs = List.of();

    @Option(
        names = "--operation",
        split = ",",
        paramLabel = "OP",
        description = "good for these operations only, such as read")
    private List<String> operations = List.of();

    @Option(
        names = "--expires",
        paramLabel = "TIME",
        converter = Span.class,
        description = "good for so long, such as 30d (default: until revoked)")
    private Optional<Duration> expires = Optional.empty();

    @Override
    public int run(Invocation call) throws IOException {
      TokenScope scope =
          new TokenScope(
              volumes,
              refs,
              operations,
              expires.map(time -> call.surroundings().clock().instant().plus(time)));
      Secrets.token(call.output(), hub.ask(call, client -> client.createToken(note, scope)));
      return DONE;
    }
  }

  /// `volary token list`.
  @Command(name = "list", description = "List tokens, without showing them.")
  static final class Listing implements Verb {
    @Mixin private WhichHub hub = new WhichHub();

    @Option(names = "--all", description = "those of all users, for admins")
    private boolean all;

    @Override
    public int run(Invocation call) throws IOException {
      hub.ask(call, client -> client.tokens(all)).forEach(token -> print(call.output(), token));
      return DONE;
    }

    private static void print(Output output, HubToken token) {
      TokenScope scope = token.scope();
      if (output.mode().json()) {
        output.json(
            "volary.token/1",
            json ->
                json.put("id", token.id())
                    .put("user", token.user())
                    .put("note", token.note())
                    .put("since", token.since())
                    .put("revoked", token.revoked())
                    .put("expires", scope.expires().map(Object::toString))
                    .texts("volumes", scope.volumes())
                    .texts("refs", scope.refs())
                    .texts("operations", scope.operations()));
      } else if (output.mode().quiet()) {
        output.line(token.id());
      } else {
        output.line(
            String.join("\t", token.id(), token.user(), state(token), reach(scope), token.note()));
      }
    }

    private static String state(HubToken token) {
      return token.revoked()
          ? "revoked"
          : token
              .scope()
              .expires()
              .map(end -> "until " + Words.moment(end))
              .orElse("until revoked");
    }

    private static String reach(TokenScope scope) {
      return scope.isWhole()
          ? "everything"
          : String.join(
              " ",
              list("volumes", scope.volumes()),
              list("refs", scope.refs()),
              list("operations", scope.operations()));
    }

    private static String list(String what, List<String> texts) {
      return texts.isEmpty() ? "all " + what : what + " " + String.join(",", texts);
    }
  }

  /// `volary token revoke`.
  @Command(name = "revoke", description = "Make a token worthless, at once.")
  static final class Revoke implements Verb {
    @Mixin private WhichHub hub = new WhichHub();

    @Parameters(paramLabel = "ID", description = "how `token list` calls it; not the token itself")
    private String id = "";

    @Override
    public int run(Invocation call) throws IOException {
      HubToken token = hub.ask(call, client -> client.revoke(id));
      Tell.done(
          call.output(),
          token.id(),
          "token %s of %s is revoked".formatted(token.id(), token.user()));
      return DONE;
    }
  }
}
