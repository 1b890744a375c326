package dev.volary.cli.docker.engine;

import dev.volary.remote.message.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A port of a container, and where it is published.
///
/// @param number in the container
/// @param protocol `tcp`, `udp` or `sctp`
/// @param address of this machine, where it is published
/// @param published the port of this machine, where it is published; empty where Docker picks one
public record Port(
    int number, String protocol, Optional<String> address, Optional<Integer> published) {
  /// Reads a map from `5432/tcp` to where it is published.
  static List<Port> of(JsonObject json) {
    List<Port> ports = new ArrayList<>();
    for (String name : json.names()) {
      for (JsonObject binding : json.objects(name)) {
        ports.add(of(name, Optional.of(binding)));
      }
      if (json.objects(name).isEmpty()) {
        ports.add(of(name, Optional.empty()));
      }
    }
    return List.copyOf(ports);
  }

  /// Reads the names of a set such as `{"5432/tcp": {}}`.
  static List<Port> exposed(JsonObject json) {
    return json.names().stream().map(name -> of(name, Optional.empty())).toList();
  }

  private static Port of(String name, Optional<JsonObject> binding) {
    int slash = name.indexOf('/');
    return new Port(
        Integer.parseInt(slash < 0 ? name : name.substring(0, slash)),
        slash < 0 ? "tcp" : name.substring(slash + 1),
        binding.flatMap(b -> b.find("HostIp")).filter(ip -> !ip.isEmpty()),
        binding
            .flatMap(b -> b.find("HostPort"))
            .filter(port -> !port.isEmpty() && !port.equals("0"))
            .map(Integer::valueOf));
  }
}
