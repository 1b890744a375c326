package dev.volary.core.depot;

import dev.volary.core.history.config.ConfigFile;
import dev.volary.core.history.config.SettingKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// How the worktrees of a volume are captured.
///
/// @param file in Git's configuration syntax; it need not exist
public record VolumeSettings(Path file) {
  private static final SettingKey PRESET = SettingKey.parse("capture.preset");
  private static final SettingKey IGNORE = SettingKey.parse("capture.ignore");

  /// Returns the name of the preset, such as `postgres`.
  public Optional<String> preset() {
    return config().get(PRESET);
  }

  /// Sets the preset.
  public void setPreset(String name) {
    config().set(PRESET, name);
  }

  /// Returns the ignore rules, in gitignore syntax, in order.
  public List<String> ignoreRules() {
    return config().all(IGNORE);
  }

  /// Replaces the ignore rules.
  public void setIgnoreRules(List<String> rules) {
    config().setAll(IGNORE, rules);
  }

  private ConfigFile config() {
    return ConfigFile.read(file);
  }
}
