package dev.volary.cli.command.hub;

import dev.volary.cli.command.Invocation;
import dev.volary.remote.message.hub.AccessChange;
import java.io.IOException;
import java.util.Optional;
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
