package dev.volary.cli.command.hub;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.command.contact.HubVolume;
import dev.volary.cli.command.contact.WhichHub;
import dev.volary.remote.message.hub.AccessChange;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Verbs that write a grant into rules, or take one out.
final class GrantVerbs {
  private GrantVerbs() {}

  /// Who is to be allowed what.
  static final class Granted {
    @Mixin private WhichHub hub = new WhichHub();

    @Option(names = "--dry-run", description = "print the rules as they would be")
    private boolean dryRun;

    @Parameters(
        arity = "3..4",
        paramLabel = "VOLUME [PATTERN] OPS SUBJECT",
        description =
            "NAMESPACE/NAME, 'NAMESPACE/*' or '*'; refs such as main or 'recovery/*', none for"
                + " operations on volumes; read,push or volume.create; user:NAME, group:NAME,"
                + " registered or anonymous")
    private List<String> words = List.of();

    void change(Invocation call, AccessChange.Kind kind, String done) throws IOException {
      HubVolume on = HubVolume.of(words.getFirst());
      Optional<String> pattern = words.size() == 4 ? Optional.of(words.get(1)) : Optional.empty();
      String operations = words.get(words.size() - 2);
      String subject = words.getLast();
      AccessChange change =
          new AccessChange(
              kind,
              on.name(),
              pattern,
              Optional.of(operations),
              Optional.of(subject),
              Optional.empty(),
              dryRun);
      String text = hub.ask(call, on, client -> client.change(change));
      RulesText.print(
          call.output(),
          new RulesText.Changed(on.name(), text, dryRun),
          done.formatted(
              subject, operations, pattern.map(refs -> refs + " of ").orElse(""), on.name()));
    }
  }

  /// `volary access grant`.
  @Command(name = "grant", description = "Let somebody do something.")
  static final class Grant implements Verb {
    @Mixin private Granted granted = new Granted();

    @Override
    public int run(Invocation call) throws IOException {
      granted.change(call, AccessChange.Kind.GRANT, "%s may %s on %s%s");
      return DONE;
    }
  }

  /// `volary access revoke`.
  @Command(name = "revoke", description = "Take a grant out of the rules.")
  static final class Revoke implements Verb {
    @Mixin private Granted granted = new Granted();

    @Override
    public int run(Invocation call) throws IOException {
      granted.change(call, AccessChange.Kind.REVOKE, "these rules no longer let %s %s on %s%s");
      return DONE;
    }
  }
}
