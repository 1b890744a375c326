package dev.volary.core.history.config;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.io.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;

/// A file of settings in Git's configuration syntax. Comments and layout survive a change. Not safe
/// for threads; the owner of the file keeps other writers away.
public final class ConfigFile {
  private static final long MAX_BYTES = 1 << 20;

  private final Path file;
  private final Config config;

  private ConfigFile(Path file, Config config) {
    this.file = file;
    this.config = config;
  }

  /// A setting as it stands in a file.
  ///
  /// @param value empty where Git reads a bare name as true
  /// @param origin the file
  public record Setting(SettingKey key, String value, Path origin) {}

  /// Reads a file; one that does not exist has no settings. CORRUPT if the syntax is broken.
  public static ConfigFile read(Path file) {
    Config config = new Config();
    try {
      config.fromText(text(file));
    } catch (ConfigInvalidException | IllegalArgumentException e) {
      throw new VolaryException(
          Fault.CORRUPT, file + " is no configuration file: correct or remove it", e);
    }
    return new ConfigFile(file, config);
  }

  private static String text(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw VolaryException.corrupt(file.toString(), "it is longer than 1 MiB");
      }
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (NoSuchFileException _) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The file itself, whether it exists or not.
  public Path file() {
    return file;
  }

  /// The value of a setting; where there are several, the last.
  public Optional<String> get(SettingKey key) {
    List<String> all = all(key);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
  }

  /// All values of a setting, in the order of the file.
  public List<String> all(SettingKey key) {
    String subsection = key.subsection().orElse(null);
    String[] values = config.getStringList(key.section(), subsection, key.name());
    // A bare name has no value.
    return Arrays.stream(values).map(value -> value == null ? "" : value).toList();
  }

  /// Every setting, in the order of the file's sections.
  public List<Setting> list() {
    List<Setting> settings = new ArrayList<>();
    for (String section : config.getSections()) {
      add(settings, section, Optional.empty());
      for (String subsection : config.getSubsections(section)) {
        add(settings, section, Optional.of(subsection));
      }
    }
    return settings;
  }

  private void add(List<Setting> settings, String section, Optional<String> subsection) {
    for (String name : config.getNames(section, subsection.orElse(null))) {
      SettingKey key = key(section, subsection, name);
      for (String value : all(key)) {
        settings.add(new Setting(key, value, file));
      }
    }
  }

  private SettingKey key(String section, Optional<String> subsection, String name) {
    try {
      return new SettingKey(section, subsection, name);
    } catch (VolaryException e) {
      throw new VolaryException(
          Fault.CORRUPT, file + " has a setting with an impossible name: correct it", e);
    }
  }

  /// Sets a setting to one value and writes the file durably, in one step.
  public void set(SettingKey key, String value) {
    if (value.indexOf('\0') >= 0) {
      throw new VolaryException(Fault.USAGE, "The value of " + key + " holds a zero byte");
    }
    config.setString(key.section(), key.subsection().orElse(null), key.name(), value);
    write();
  }

  /// Sets a setting to several values and writes the file durably, in one step.
  public void setAll(SettingKey key, List<String> values) {
    config.setStringList(key.section(), key.subsection().orElse(null), key.name(), values);
    write();
  }

  /// Takes a setting away and writes the file durably, in one step; NOT_FOUND if it is not there.
  public void unset(SettingKey key) {
    if (all(key).isEmpty()) {
      throw new VolaryException(Fault.NOT_FOUND, key + " is not set in " + file);
    }
    config.unset(key.section(), key.subsection().orElse(null), key.name());
    write();
  }

  private void write() {
    try {
      Path directory = file.toAbsolutePath().resolveSibling("");
      Files.createDirectories(directory);
      AtomicFile.publish(file, config.toText().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
