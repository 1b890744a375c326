package dev.volary.cli.command.volume;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.output.Output;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.config.SettingKey;
import dev.volary.core.operation.Settings;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `volary config`.
@Command(name = "config", description = "Show, set or take away settings.")
public final class Config implements Verb {
  @Option(names = "--show-origin", description = "with where each value comes from")
  private boolean origin;

  @Option(names = "--unset", description = "take the setting away")
  private boolean unset;

  @Option(names = "--volume", description = "in the volume's own settings (default: the depot's)")
  private boolean ofVolume;

  @Option(names = "--user", description = "in the user's settings")
  private boolean ofUser;

  @Option(names = "--system", description = "in the settings of the whole machine")
  private boolean ofSystem;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "KEY",
      description = "a setting, such as user.name")
  private @Nullable String key;

  @Parameters(index = "1", arity = "0..1", paramLabel = "VALUE", description = "its new value")
  private @Nullable String value;

  @Override
  public int run(Invocation call) throws IOException {
    Settings settings = settings(call);
    if (key == null) {
      if (unset) {
        throw new VolaryException(Fault.USAGE, "--unset needs the name of a setting");
      }
      print(call.output(), settings.all());
      return DONE;
    }
    SettingKey wanted = SettingKey.parse(key);
    if (unset) {
      settings.unset(source(), wanted);
    } else if (value != null) {
      settings.hint(wanted).ifPresent(call.output()::warn);
      settings.set(source(), wanted, value);
    } else {
      print(call.output(), settings.get(wanted));
    }
    return DONE;
  }

  /// The volume's settings take part where it is clear which volume is meant.
  private Settings settings(Invocation call) throws IOException {
    boolean needed = ofVolume || call.where().isPresent();
    boolean here = needed || call.targets().worktreeIfAny(Optional.empty()).isPresent();
    return new Settings(call.depot(), here ? Optional.of(call.volume()) : Optional.empty());
  }

  private Settings.Origin source() {
    if ((ofVolume ? 1 : 0) + (ofUser ? 1 : 0) + (ofSystem ? 1 : 0) > 1) {
      throw new VolaryException(
          Fault.USAGE, "settings are written in one place: --volume, --user or --system");
    }
    return ofVolume
        ? Settings.Origin.VOLUME
        : ofUser ? Settings.Origin.USER : ofSystem ? Settings.Origin.SYSTEM : Settings.Origin.DEPOT;
  }

  private void print(Output output, List<Settings.Value> values) {
    for (Settings.Value each : values) {
      if (output.mode().json()) {
        output.json(
            "volary.setting/1",
            json ->
                json.put("key", each.key().toString())
                    .put("value", each.value())
                    .put("origin", each.origin().word())
                    .put("place", each.place()));
        continue;
      }
      String text =
          key != null || output.mode().quiet() ? each.value() : each.key() + "=" + each.value();
      output.line(origin ? each.origin().word() + "\t" + each.place() + "\t" + text : text);
    }
  }
}
