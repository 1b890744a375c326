package dev.volary.cli.docker.engine;

import dev.volary.remote.message.json.JsonObject;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/// A container, as a list of them shows it.
///
/// @param id its full id
/// @param name without the leading slash
/// @param image as it was named when the container was made
/// @param imageId of the image it was made from
/// @param state `running`, `paused`, `exited`, `created`, `restarting`, …
public record Container(
    String id,
    String name,
    String image,
    String imageId,
    String state,
    SortedMap<String, String> labels,
    List<Mount> mounts) {
  private static final String PROJECT = "com.docker.compose.project";
  private static final String SERVICE = "com.docker.compose.service";
  private static final String DEPENDS_ON = "com.docker.compose.depends_on";
  private static final String HEALTHY = "service_healthy";

  public Container {
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    mounts = List.copyOf(mounts);
  }

  static Container of(JsonObject json) {
    String id = json.text("Id");
    return new Container(
        id,
        json.texts("Names").stream()
            .map(name -> name.startsWith("/") ? name.substring(1) : name)
            // One with another slash is a link of another container.
            .filter(name -> name.indexOf('/') < 0)
            .findFirst()
            .orElse(id.substring(0, Math.min(12, id.length()))),
        json.text("Image"),
        json.text("ImageID"),
        json.text("State"),
        Labels.of(json.object("Labels")),
        json.objects("Mounts").stream().map(Mount::of).toList());
  }

  /// Whether it has processes: it runs, or is paused.
  public boolean alive() {
    return state.equals("running") || state.equals("paused") || state.equals("restarting");
  }

  /// The Compose project it belongs to.
  public Optional<String> project() {
    return Optional.ofNullable(labels.get(PROJECT));
  }

  /// The service of that project it runs.
  public Optional<String> service() {
    return Optional.ofNullable(labels.get(SERVICE));
  }

  /// The services of the project that must run before it does (`db:service_healthy:false,…`).
  public List<String> dependencies() {
    return dependencies(entry -> true);
  }

  /// Those of them that must be healthy before.
  public List<String> healthyBefore() {
    return dependencies(entry -> entry.contains(":" + HEALTHY));
  }

  private List<String> dependencies(Predicate<String> wanted) {
    String text = labels.getOrDefault(DEPENDS_ON, "");
    return Arrays.stream(text.split(",", -1))
        .filter(wanted)
        .map(entry -> entry.split(":", 2)[0].strip())
        .filter(name -> !name.isEmpty())
        .toList();
  }
}
