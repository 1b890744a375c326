package dev.volary.core.depot;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Decides where the depot is: the flag, `VOLARY_HOME`, else the place usual for the user.
public final class DepotLocation {
  private DepotLocation() {}

  /// Returns the depot's directory, which need not exist.
  ///
  /// @param flag what `--depot` gave
  /// @param root whether the user is root
  public static Path of(Optional<String> flag, Map<String, String> environment, boolean root) {
    String chosen = flag.orElse(environment.getOrDefault("VOLARY_HOME", ""));
    if (!chosen.isEmpty()) {
      return Path.of(chosen).toAbsolutePath().normalize();
    }
    if (root) {
      return Path.of("/var/lib/volary");
    }
    String data = environment.getOrDefault("XDG_DATA_HOME", "");
    String home = environment.getOrDefault("HOME", "/");
    return (data.startsWith("/") ? Path.of(data) : Path.of(home, ".local", "share"))
        .resolve("volary");
  }
}
