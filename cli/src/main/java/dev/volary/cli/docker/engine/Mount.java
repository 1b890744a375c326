package dev.volary.cli.docker.engine;

import dev.volary.remote.message.json.JsonObject;
import java.util.Optional;

/// Something mounted in a container.
///
/// @param type `bind`, `volume` or another
/// @param volume the name of the volume, where it is one
/// @param source the directory on this machine; empty for what has none
/// @param destination the path in the container
/// @param driver of the volume
/// @param writable whether the container may write to it
public record Mount(
    String type,
    Optional<String> volume,
    String source,
    String destination,
    Optional<String> driver,
    boolean writable) {
  static Mount of(JsonObject json) {
    return new Mount(
        json.find("Type").orElse("bind"),
        json.find("Name").filter(name -> !name.isEmpty()),
        json.find("Source").orElse(""),
        json.text("Destination"),
        json.find("Driver").filter(name -> !name.isEmpty()),
        json.flag("RW"));
  }
}
