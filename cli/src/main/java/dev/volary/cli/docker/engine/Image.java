package dev.volary.cli.docker.engine;

import dev.volary.remote.message.json.JsonObject;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// An image.
///
/// @param id the digest of its configuration, `sha256:…`
/// @param tags its names, such as `postgres:16`
/// @param digests what registries know it by, such as `postgres@sha256:…`
/// @param environment `NAME=VALUE`
/// @param ports those it exposes
/// @param volumes the paths in it that become volumes
public record Image(
    String id,
    List<String> tags,
    List<String> digests,
    List<String> environment,
    List<Port> ports,
    List<String> volumes,
    SortedMap<String, String> labels) {
  public Image {
    tags = List.copyOf(tags);
    digests = List.copyOf(digests);
    environment = List.copyOf(environment);
    ports = List.copyOf(ports);
    volumes = List.copyOf(volumes);
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
  }

  static Image of(JsonObject json) {
    JsonObject config = json.object("Config").orElse(JsonObject.EMPTY);
    return new Image(
        json.text("Id"),
        json.texts("RepoTags"),
        json.texts("RepoDigests"),
        config.texts("Env"),
        config.object("ExposedPorts").map(Port::exposed).orElse(List.of()),
        List.copyOf(config.object("Volumes").map(JsonObject::names).orElse(Set.of())),
        Labels.of(config.object("Labels")));
  }

  /// The value of an environment variable it sets.
  public Optional<String> variable(String name) {
    return environment.stream()
        .filter(entry -> entry.startsWith(name + "="))
        .map(entry -> entry.substring(name.length() + 1))
        .findFirst();
  }
}
