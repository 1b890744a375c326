package dev.volary.cli.command.hub;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.command.contact.HubVolume;
import dev.volary.cli.command.contact.WhichHub;
import dev.volary.cli.output.Output;
import dev.volary.core.error.Fault;
import dev.volary.remote.client.hub.HubClient;
import dev.volary.remote.message.hub.AccessAnswer;
import dev.volary.remote.message.hub.AccessHolding;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `volary access`, whose verbs do the work.
@Command(
    name = "access",
    description = "Say who may do what on a hub, and see why somebody may or may not.",
    synopsisSubcommandLabel = "VERB",
    subcommands = {
      GrantVerbs.Grant.class,
      GrantVerbs.Revoke.class,
      AccessVerb.Show.class,
      AccessVerb.Check.class,
      AccessVerb.Explain.class,
      AccessVerb.Who.class
    })
public final class AccessVerb {
  /// `volary access show`.
  @Command(name = "show", description = "Print the rules of a volume, a namespace or the hub.")
  static final class Show implements Verb {
    @Mixin private WhichHub hub = new WhichHub();

    @Parameters(
        paramLabel = "VOLUME",
        description = "NAMESPACE/NAME; 'NAMESPACE/*' and '*' for what volumes inherit")
    private String volume = "";

    @Override
    public int run(Invocation call) throws IOException {
      HubVolume on = HubVolume.of(volume);
      String text = hub.ask(call, on, client -> client.rules(on.name()));
      RulesText.print(call.output(), new RulesText.Changed(on.name(), text, false));
      return DONE;
    }
  }

  /// What is asked about.
  static final class Asked {
    @Mixin private WhichHub hub = new WhichHub();

    @Parameters(index = "0", paramLabel = "VOLUME", description = "NAMESPACE/NAME")
    private String volume = "";

    @Parameters(index = "1", paramLabel = "SUBJECT", description = "a user's name, or anonymous")
    private String subject = "";

    @Parameters(index = "2", paramLabel = "OP", description = "such as read, push or delete")
    private String operation = "";

    @Parameters(
        index = "3",
        arity = "0..1",
        paramLabel = "REF",
        description = "the branch, or the ref in full; none for operations on volumes")
    private Optional<String> ref = Optional.empty();

    /// A way to ask.
    @FunctionalInterface
    interface Way {
      AccessAnswer ask(HubClient hub, HubClient.Question question) throws IOException;
    }

    AccessAnswer answer(Invocation call, Way way) throws IOException {
      HubVolume on = HubVolume.of(volume);
      HubClient.Question question =
          new HubClient.Question(on.name(), Optional.of(subject), operation, ref);
      return hub.ask(call, on, client -> way.ask(client, question));
    }
  }

  /// `volary access check`.
  @Command(
      name = "check",
      description = "Tell whether somebody may do something; exit code 5 where not.")
  static final class Check implements Verb {
    @Mixin private Asked asked = new Asked();

    @Override
    public int run(Invocation call) throws IOException {
      AccessAnswer answer = asked.answer(call, HubClient::check);
      print(call.output(), answer);
      return answer.allowed() ? DONE : Fault.NOT_PERMITTED.exitCode();
    }
  }

  /// `volary access explain`.
  @Command(name = "explain", description = "Tell why somebody may or may not do something.")
  static final class Explain implements Verb {
    @Mixin private Asked asked = new Asked();

    @Override
    public int run(Invocation call) throws IOException {
      print(call.output(), asked.answer(call, HubClient::explain));
      return DONE;
    }
  }

  private static void print(Output output, AccessAnswer answer) {
    if (output.mode().json()) {
      output.json(
          "volary.access-answer/1",
          json ->
              json.put("allowed", answer.allowed())
                  .put("code", answer.code())
                  .put("message", answer.sentence())
                  .texts("rules", answer.lines()));
    } else if (output.mode().quiet()) {
      output.line(answer.code());
    } else {
      output.line((answer.allowed() ? "allowed: " : "denied: ") + answer.sentence());
      answer.lines().forEach(line -> output.line("  " + line));
    }
  }

  /// `volary access who`.
  @Command(name = "who", description = "List what the rules say of a ref, and to whom.")
  static final class Who implements Verb {
    @Mixin private WhichHub hub = new WhichHub();

    @Parameters(index = "0", paramLabel = "VOLUME", description = "NAMESPACE/NAME")
    private String volume = "";

    @Parameters(index = "1", paramLabel = "REF", description = "the branch, or the ref in full")
    private String ref = "";

    @Override
    public int run(Invocation call) throws IOException {
      HubVolume on = HubVolume.of(volume);
      hub.ask(call, on, client -> client.who(on.name(), ref))
          .forEach(holding -> print(call.output(), holding));
      return DONE;
    }

    private static void print(Output output, AccessHolding holding) {
      if (output.mode().json()) {
        output.json(
            "volary.access-holding/1",
            json ->
                json.put("kind", holding.kind())
                    .put("operation", holding.operation())
                    .put("to", holding.to())
                    .put("rule", holding.rule()));
      } else if (output.mode().quiet()) {
        output.line(holding.to().orElse(holding.kind()));
      } else {
        output.line(
            String.join(
                "\t",
                holding.kind(),
                holding.operation().orElse("-"),
                holding.to().orElse("-"),
                holding.rule()));
      }
    }
  }
}
