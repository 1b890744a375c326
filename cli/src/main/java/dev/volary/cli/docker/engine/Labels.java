package dev.volary.cli.docker.engine;

import dev.volary.remote.message.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Reads maps from text to text, such as labels.
final class Labels {
  private Labels() {}

  static SortedMap<String, String> of(Optional<JsonObject> json) {
    SortedMap<String, String> labels = new TreeMap<>();
    json.ifPresent(object ->
        object.names().forEach(name -> object.find(name).ifPresent(v -> labels.put(name, v))));
    return labels;
  }

  static JsonObject json(Map<String, String> labels) {
    JsonObject json = JsonObject.EMPTY;
    for (Map.Entry<String, String> label : labels.entrySet()) {
      json = json.with(label.getKey(), label.getValue());
    }
    return json;
  }
}
