package dev.volary.cli.docker.compose;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Reads and writes YAML as plain maps, lists and scalars; only such can come of a file.
final class Yaml {
  private static final int MAX_BYTES = 4 << 20;

  private Yaml() {}

  /// Returns the map that the file holds; USAGE where it holds none.
  static Map<String, Object> read(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw broken(file, "it is larger than a Compose file may be");
    }
    LoadSettings settings =
        LoadSettings.builder().setLabel(file.toString()).setMaxAliasesForCollections(200).build();
    try {
      return map(new Load(settings).loadFromString(Files.readString(file)))
          .orElseThrow(() -> broken(file, "it holds no services"));
    } catch (YamlEngineException e) {
      throw broken(file, String.valueOf(e.getMessage()).replace('\n', ' '));
    }
  }

  static String write(Map<String, Object> map) {
    DumpSettings settings =
        DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).setIndent(2).build();
    return new Dump(settings).dumpToString(map);
  }

  /// Returns `value` as a map, if it is one; keys become text.
  static Optional<Map<String, Object>> map(Object value) {
    if (!(value instanceof Map<?, ?> raw)) {
      return Optional.empty();
    }
    Map<String, Object> map = new LinkedHashMap<>();
    raw.forEach((key, each) -> map.put(String.valueOf(key), each));
    return Optional.of(map);
  }

  /// Returns the map that `map` has at `key`; an empty one where it has none.
  static Map<String, Object> map(Map<String, Object> map, String key) {
    Object value = map.get(key);
    return value == null ? Map.of() : map(value).orElse(Map.of());
  }

  /// Returns the list that `map` has at `key`; an empty one where it has none.
  static List<Object> list(Map<String, Object> map, String key) {
    return map.get(key) instanceof List<?> list ? List.copyOf(list) : List.of();
  }

  /// Returns the scalar that `map` has at `key` as text.
  static Optional<String> text(Map<String, Object> map, String key) {
    Object value = map.get(key);
    return value == null || value instanceof Map || value instanceof List
        ? Optional.empty()
        : Optional.of(String.valueOf(value));
  }

  private static VolaryException broken(Path file, String what) {
    return new VolaryException(
        Fault.USAGE, "%s can't be read as a Compose file: %s".formatted(file, what));
  }
}
