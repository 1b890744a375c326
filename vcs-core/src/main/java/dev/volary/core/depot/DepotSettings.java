package dev.volary.core.depot;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.Identity;
import dev.volary.core.history.config.Author;
import dev.volary.core.history.config.ConfigFile;
import dev.volary.core.history.config.SettingKey;
import dev.volary.core.store.SpaceLimit;
import dev.volary.core.store.StoreOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The settings that hold for a whole depot: its own file, then the user's, then the system's.
///
/// @param file the depot's own; it need not exist
public record DepotSettings(Path file) {
  /// How much of the depot's file system stays free.
  public static final SettingKey MIN_FREE = SettingKey.parse("depot.minFree");

  /// The file of authorities whose certificates are trusted where none is kept for a server.
  public static final SettingKey AUTHORITIES = SettingKey.parse("http.caFile");

  /// Where worktrees live that are made for Docker.
  public static final SettingKey DOCKER_ROOT = SettingKey.parse("docker.root");

  private static final SettingKey SIGNING_KEY = SettingKey.parse("user.signingkey");

  /// A file of settings and how it is called.
  ///
  /// @param origin `depot`, `user` or `system`
  public record Source(String origin, Path file) {}

  /// Returns the files that are asked, the first that has a key winning.
  public List<Source> sources(Map<String, String> environment) {
    List<Source> sources = new ArrayList<>();
    sources.add(new Source("depot", file));
    userFile(environment).ifPresent(f -> sources.add(new Source("user", f)));
    sources.add(new Source("system", Path.of("/etc/volary/config")));
    return sources;
  }

  private static Optional<Path> userFile(Map<String, String> environment) {
    String config = environment.getOrDefault("XDG_CONFIG_HOME", "");
    String home = environment.getOrDefault("HOME", "");
    if (config.startsWith("/")) {
      return Optional.of(Path.of(config, "volary", "config"));
    }
    return home.startsWith("/")
        ? Optional.of(Path.of(home, ".config", "volary", "config"))
        : Optional.empty();
  }

  /// Returns who stands in commits and reflogs; never fails.
  public Identity author(Map<String, String> environment) {
    List<Path> files = new ArrayList<>();
    sources(environment).forEach(source -> files.add(source.file()));
    String home = environment.getOrDefault("HOME", "");
    if (home.startsWith("/")) {
      files.add(Path.of(home, ".gitconfig"));
      files.add(Path.of(home, ".config", "git", "config"));
    }
    return new Author(
            environment, key -> first(files, key), System.getProperty("user.name", ""), host())
        .identity();
  }

  /// Returns the SSH key that tags are signed with, if one is set.
  public Optional<Path> signingKey(Map<String, String> environment) {
    return first(sources(environment).stream().map(Source::file).toList(), SIGNING_KEY)
        .map(Path::of);
  }

  /// Returns the file of certificates whose signatures are trusted, if one is set.
  public Optional<Path> authorities(Map<String, String> environment) {
    return first(sources(environment).stream().map(Source::file).toList(), AUTHORITIES)
        .map(Path::of);
  }

  /// Returns where worktrees live that are made for Docker: beside the depot unless it is set.
  public Path dockerRoot(Map<String, String> environment) {
    Path depot = file.toAbsolutePath().resolveSibling("").normalize();
    return first(sources(environment).stream().map(Source::file).toList(), DOCKER_ROOT)
        .map(Path::of)
        .orElseGet(() -> depot.resolveSibling(depot.getFileName() + "-live"));
  }

  /// A file that can't be read says nothing here: who somebody is must not be a failure.
  private static Optional<String> first(List<Path> files, SettingKey key) {
    for (Path file : files) {
      Optional<String> value = readable(file, key);
      if (value.isPresent()) {
        return value;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> readable(Path file, SettingKey key) {
    try {
      return ConfigFile.read(file).get(key);
    } catch (VolaryException | UncheckedIOException e) {
      return Optional.empty();
    }
  }

  private static String host() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      return "localhost";
    }
  }

  /// Returns how the store works, what must stay free above all.
  public StoreOptions storeOptions(SecureRandom random) {
    Optional<String> minFree = ConfigFile.read(file).get(MIN_FREE);
    StoreOptions options = StoreOptions.defaults(random);
    return minFree.isEmpty() ? options : options.withSpace(limit(minFree.get()));
  }

  /// Reads `5%`, `2G`, `500M` or a number of bytes; USAGE for anything else.
  public static SpaceLimit limit(String text) {
    if (text.matches("\\d{1,2}%")) {
      return new SpaceLimit(Integer.parseInt(text.substring(0, text.length() - 1)), 0);
    }
    if (text.matches("\\d{1,15}[kKmMgGtT]?")) {
      int shift =
          switch (Character.toLowerCase(text.charAt(text.length() - 1))) {
            case 'k' -> 10;
            case 'm' -> 20;
            case 'g' -> 30;
            case 't' -> 40;
            default -> 0;
          };
      String digits = shift == 0 ? text : text.substring(0, text.length() - 1);
      return new SpaceLimit(0, Math.multiplyExact(Long.parseLong(digits), 1L << shift));
    }
    throw new VolaryException(
        Fault.USAGE,
        MIN_FREE + " is '" + text + "': write a share such as 5% or a size such as 2G");
  }
}
