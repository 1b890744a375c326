package dev.volary.cli.docker.engine;

import dev.volary.remote.message.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// A container, looked at more closely.
///
/// @param container what a list would say of it
/// @param pid of its first process on this machine, 0 where it does not run
/// @param health `starting`, `healthy` or `unhealthy` where it has a check
/// @param exitCode of its first process, once that has ended
/// @param removedWhenStopped whether it was run with `--rm`
/// @param environment `NAME=VALUE`
/// @param networks the names of those it is in
/// @param ports those it exposes or publishes
public record ContainerDetails(
    Container container,
    long pid,
    Optional<String> health,
    long exitCode,
    boolean removedWhenStopped,
    List<String> environment,
    List<String> networks,
    List<Port> ports) {
  public ContainerDetails {
    environment = List.copyOf(environment);
    networks = List.copyOf(networks);
    ports = List.copyOf(ports);
  }

  static ContainerDetails of(JsonObject json) {
    JsonObject state = json.object("State").orElseThrow();
    JsonObject config = json.object("Config").orElseThrow();
    SortedMap<String, String> labels = Labels.of(config.object("Labels"));
    Optional<JsonObject> network = json.object("NetworkSettings");
    List<Port> asked =
        json.object("HostConfig")
            .flatMap(host -> host.object("PortBindings"))
            .map(Port::of)
            .orElse(List.of());
    List<Port> now = network.flatMap(n -> n.object("Ports")).map(Port::of).orElse(List.of());
    return new ContainerDetails(
        new Container(
            json.text("Id"),
            json.text("Name").substring(1),
            config.text("Image"),
            json.text("Image"),
            state.text("Status"),
            labels,
            json.objects("Mounts").stream().map(Mount::of).toList()),
        state.number("Pid"),
        state.object("Health").flatMap(health -> health.find("Status")),
        state.number("ExitCode"),
        json.object("HostConfig").map(host -> host.flag("AutoRemove")).orElse(false),
        config.texts("Env"),
        List.copyOf(
            network
                .flatMap(n -> n.object("Networks"))
                .map(JsonObject::names)
                .orElse(java.util.Set.of())),
        now.isEmpty() ? asked : now);
  }

  /// The value of an environment variable of its first process.
  public Optional<String> variable(String name) {
    return environment.stream()
        .filter(entry -> entry.startsWith(name + "="))
        .map(entry -> entry.substring(name.length() + 1))
        .findFirst();
  }
}
