package dev.volary.cli.command.hub;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.contact.HubVolume;
import dev.volary.cli.command.contact.WhichHub;
import dev.volary.cli.command.guard.LocalGuards;
import dev.volary.core.depot.Volume;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.remote.message.hub.AccessChange;
import java.io.IOException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The volume whose branches are protected or not.
final class ProtectedVolume {
  @Mixin private WhichHub hub = new WhichHub();

  @Option(
      names = "--volume",
      paramLabel = "V",
      description = "NAMESPACE/NAME (default: what the volume you stand in is pushed to)")
  private Optional<String> volume = Optional.empty();

  @Option(
      names = "--local",
      description = "in this depot, against accidents, though the volume is pushed to a hub")
  private boolean local;

  @Option(names = "--dry-run", description = "print the rules as they would be")
  private boolean dryRun;

  /// What is to become of a pattern.
  ///
  /// @param done the sentence that says it was done, the volume missing
  record Change(
      AccessChange.Kind kind,
      String pattern,
      Optional<AccessChange.Protecting> protection,
      String done) {}

  /// Whether this depot is meant, where nobody enforces anything: asked for, or there is no hub.
  boolean isLocal(Invocation call) throws IOException {
    boolean named = volume.isPresent() || hub.isNamed();
    if (local && named) {
      throw new VolaryException(
          Fault.USAGE, "--local is for the volume you stand in: give no --volume or --hub");
    }
    return local || !named && HubVolume.find(call).isEmpty();
  }

  /// Changes or shows what is protected in this depot.
  void changeHere(Invocation call, UnaryOperator<String> edit, String done) throws IOException {
    Volume here = call.volume();
    String text = new LocalGuards(call, here).change(edit, dryRun);
    RulesText.print(
        call.output(),
        new RulesText.Changed(here.name().text(), text, dryRun),
        done.formatted("volume %s in this depot".formatted(here.name())));
  }

  /// Prints what is protected in this depot.
  static void showHere(Invocation call) throws IOException {
    Volume here = call.volume();
    String text = new LocalGuards(call, here).text();
    RulesText.print(call.output(), new RulesText.Changed(here.name().text(), text, false));
  }

  void change(Invocation call, Change change) throws IOException {
    HubVolume on = volume.isPresent() ? HubVolume.of(volume.get()) : HubVolume.here(call);
    AccessChange asked =
        new AccessChange(
            change.kind(),
            on.name(),
            Optional.of(change.pattern()),
            Optional.empty(),
            Optional.empty(),
            change.protection(),
            dryRun);
    String text = hub.ask(call, on, client -> client.change(asked));
    RulesText.print(
        call.output(),
        new RulesText.Changed(on.name(), text, dryRun),
        change.done().replace("%s", on.name()));
  }
}
