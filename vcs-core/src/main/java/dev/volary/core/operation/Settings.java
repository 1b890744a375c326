package dev.volary.core.operation;

import dev.volary.core.depot.Depot;
import dev.volary.core.depot.DepotSettings;
import dev.volary.core.depot.Suggestions;
import dev.volary.core.depot.Volume;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.config.ConfigFile;
import dev.volary.core.history.config.SettingKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The settings that hold for a command, from the strongest source to the weakest: environment,
/// volume, depot, user, system.
public final class Settings {
  private static final Map<String, List<String>> VARIABLES =
      Map.of(
          "user.name", List.of("VOLARY_AUTHOR_NAME", "GIT_AUTHOR_NAME"),
          "user.email", List.of("VOLARY_AUTHOR_EMAIL", "GIT_AUTHOR_EMAIL"));

  private static final List<String> KNOWN =
      List.of(
          "user.name",
          "user.email",
          "user.signingkey",
          "depot.minFree",
          "docker.root",
          "capture.preset",
          "capture.ignore");

  private final Map<Origin, Path> files = new LinkedHashMap<>();
  private final Map<String, String> environment;

  /// The settings for a command on `depot` and, where one is meant, `volume`.
  public Settings(Depot depot, Optional<Volume> volume) {
    this.environment = depot.surroundings().environment();
    volume.ifPresent(v -> files.put(Origin.VOLUME, v.settings().file()));
    for (DepotSettings.Source source : depot.settings().sources(environment)) {
      files.put(Origin.valueOf(source.origin().toUpperCase(Locale.ROOT)), source.file());
    }
  }

  /// Where a setting comes from.
  public enum Origin {
    /// A variable of the process.
    ENVIRONMENT,
    /// The volume's own file.
    VOLUME,
    /// The depot's.
    DEPOT,
    /// The user's.
    USER,
    /// The machine's.
    SYSTEM;

    /// Returns the word for it.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// A setting that is made somewhere.
  ///
  /// @param place the file or variable
  public record Value(SettingKey key, String value, Origin origin, String place) {}

  /// Returns the names of all settings that something reads.
  public static List<String> known() {
    return KNOWN;
  }

  /// Returns every setting of every source, the strongest source first.
  public List<Value> all() {
    List<Value> values = new ArrayList<>();
    for (String key : VARIABLES.keySet().stream().sorted().toList()) {
      variable(SettingKey.parse(key)).ifPresent(values::add);
    }
    files.forEach((origin, file) -> {
      for (ConfigFile.Setting setting : ConfigFile.read(file).list()) {
        values.add(new Value(setting.key(), setting.value(), origin, file.toString()));
      }
    });
    return values;
  }

  /// Returns the values that hold for a setting, all from one source; NOT_FOUND where none does.
  public List<Value> get(SettingKey key) {
    Optional<Value> variable = variable(key);
    if (variable.isPresent()) {
      return List.of(variable.get());
    }
    for (Map.Entry<Origin, Path> file : files.entrySet()) {
      List<String> values = ConfigFile.read(file.getValue()).all(key);
      if (!values.isEmpty()) {
        return values.stream()
            .map(value -> new Value(key, value, file.getKey(), file.getValue().toString()))
            .toList();
      }
    }
    throw new VolaryException(
        Fault.NOT_FOUND, "%s is not set%s".formatted(key, hint(key).map(h -> "; " + h).orElse("")));
  }

  /// Sets a setting in one source; USAGE where the value can't be.
  public void set(Origin origin, SettingKey key, String value) {
    if (key.same(DepotSettings.MIN_FREE)) {
      DepotSettings.limit(value);
    }
    config(origin).set(key, value);
  }

  /// Takes a setting away from one source; NOT_FOUND where it is not there.
  public void unset(Origin origin, SettingKey key) {
    config(origin).unset(key);
  }

  /// Returns what to say about a key that nothing reads, if it is one.
  public Optional<String> hint(SettingKey key) {
    boolean known = KNOWN.stream().anyMatch(each -> SettingKey.parse(each).same(key));
    return known
        ? Optional.empty()
        : Optional.of(
            "volary has no setting %s%s".formatted(key, Suggestions.hint(key.toString(), KNOWN)));
  }

  private ConfigFile config(Origin origin) {
    Path file = files.get(origin);
    if (file == null) {
      throw new VolaryException(
          Fault.NOT_FOUND,
          "there is no place for settings of the " + origin.word() + ": HOME is not set");
    }
    return ConfigFile.read(file);
  }

  private Optional<Value> variable(SettingKey key) {
    for (Map.Entry<String, List<String>> entry : VARIABLES.entrySet()) {
      if (SettingKey.parse(entry.getKey()).same(key)) {
        return entry.getValue().stream()
            .filter(name -> !environment.getOrDefault(name, "").isBlank())
            .findFirst()
            .map(name ->
                new Value(key, environment.getOrDefault(name, ""), Origin.ENVIRONMENT, name));
      }
    }
    return Optional.empty();
  }
}
