package dev.volary.cli.docker.compose;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A Compose file as it was read.
///
/// @param file where it lies, absolute
/// @param content what it holds, variables not replaced
/// @param variables what they stand for
record ComposeFile(Path file, Map<String, Object> content, Variables variables) {
  private static final List<String> USUAL =
      List.of("compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml");

  /// Reads `named`, or the usual file of the folder `here`.
  static ComposeFile read(Path here, Optional<String> named, Map<String, String> environment)
      throws IOException {
    Path file = named.map(here::resolve).orElseGet(() -> usual(here));
    if (Files.isDirectory(file)) {
      file = usual(file);
    }
    if (!Files.isRegularFile(file)) {
      throw new VolaryException(
          Fault.NOT_FOUND, "there is no Compose file %s: name the project's file".formatted(file));
    }
    Path real = file.toRealPath();
    return new ComposeFile(real, Yaml.read(real), Variables.of(folder(real), environment));
  }

  private static Path usual(Path folder) {
    for (String name : USUAL) {
      if (Files.isRegularFile(folder.resolve(name))) {
        return folder.resolve(name);
      }
    }
    throw new VolaryException(
        Fault.NOT_FOUND,
        "there is no Compose file in %s (%s): name one"
            .formatted(folder, String.join(", ", USUAL)));
  }

  private static Path folder(Path file) {
    Path parent = file.getParent();
    return parent == null ? file : parent;
  }

  /// Returns the folder that relative paths in it start from.
  Path folder() {
    return folder(file);
  }

  /// Returns the project's name as Compose finds it: by the environment, the file, the folder.
  String project() {
    String named = variables.value("COMPOSE_PROJECT_NAME");
    if (!named.isEmpty()) {
      return named;
    }
    Optional<String> own = Yaml.text(content, "name").map(variables::in);
    if (own.filter(name -> !name.isEmpty()).isPresent()) {
      return own.get();
    }
    String name = String.valueOf(folder().getFileName());
    return name.toLowerCase(Locale.ROOT).replaceAll("[^-_a-z0-9]", "").replaceAll("^[-_]+", "");
  }

  /// Returns its services by name.
  Map<String, Object> services() {
    return Yaml.map(content, "services");
  }

  /// Returns everything its services mount.
  List<ServiceMount> mounts() {
    List<ServiceMount> mounts = new ArrayList<>();
    services()
        .forEach((service, raw) -> {
          for (Object entry : Yaml.list(Yaml.map(raw).orElse(Map.of()), "volumes")) {
            ServiceMount.read(service, entry, variables).ifPresent(mounts::add);
          }
        });
    return mounts;
  }

  /// Returns what Docker calls the volume that the file calls `key`.
  String dockerName(String key) {
    Map<String, Object> volume = Yaml.map(Yaml.map(content, "volumes"), key);
    Optional<String> name = Yaml.text(volume, "name").map(variables::in);
    if (name.isPresent()) {
      return name.get();
    }
    Object external = volume.get("external");
    if (external instanceof Map) {
      return Yaml.text(Yaml.map(volume, "external"), "name").map(variables::in).orElse(key);
    }
    return "true".equals(String.valueOf(external)) ? key : project() + "_" + key;
  }
}
