package dev.volary.cli.docker.engine;

import dev.volary.remote.message.json.JsonObject;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// A volume as the engine knows it.
///
/// @param name as containers name it
/// @param driver `local` or a plugin
/// @param mountpoint where its files lie on this machine; empty where the driver does not say
public record EngineVolume(
    String name,
    String driver,
    String mountpoint,
    SortedMap<String, String> labels,
    SortedMap<String, String> options) {
  public EngineVolume {
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
  }

  /// One to be made, without labels.
  public static EngineVolume wanted(String name, String driver, Map<String, String> options) {
    return new EngineVolume(name, driver, "", new TreeMap<>(), new TreeMap<>(options));
  }

  /// The same with one label more.
  public EngineVolume labelled(String label, String value) {
    SortedMap<String, String> more = new TreeMap<>(labels);
    more.put(label, value);
    return new EngineVolume(name, driver, mountpoint, more, options);
  }

  static EngineVolume of(JsonObject json) {
    return new EngineVolume(
        json.text("Name"),
        json.text("Driver"),
        json.find("Mountpoint").orElse(""),
        Labels.of(json.object("Labels")),
        Labels.of(json.object("Options")));
  }

  JsonObject request() {
    return JsonObject.EMPTY
        .with("Name", name)
        .with("Driver", driver)
        .with("Labels", Labels.json(labels))
        .with("DriverOpts", Labels.json(options));
  }
}
