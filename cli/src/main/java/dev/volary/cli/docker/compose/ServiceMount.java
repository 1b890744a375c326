package dev.volary.cli.docker.compose;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a service mounts: a volume by its key in the file, or a directory of the machine.
///
/// @param service that mounts it
/// @param source the volume's key, or the directory as it was written
/// @param target where it is in the container
/// @param readOnly whether the service only reads it
/// @param isVolume whether `source` is a volume's key
record ServiceMount(
    String service, String source, String target, boolean readOnly, boolean isVolume) {

  /// Reads one entry of a service's `volumes`; nothing for one without a source of its own.
  static Optional<ServiceMount> read(String service, Object entry, Variables variables) {
    Optional<Map<String, Object>> map = Yaml.map(entry);
    return map.isPresent()
        ? readLong(service, map.get(), variables)
        : readShort(service, variables.in(String.valueOf(entry)));
  }

  private static Optional<ServiceMount> readLong(
      String service, Map<String, Object> entry, Variables variables) {
    String type = Yaml.text(entry, "type").orElse("volume");
    Optional<String> source = Yaml.text(entry, "source").map(variables::in);
    boolean known = type.equals("volume") || type.equals("bind");
    if (source.isEmpty() || !known) {
      return Optional.empty();
    }
    return Optional.of(
        new ServiceMount(
            service,
            source.get(),
            Yaml.text(entry, "target").map(variables::in).orElse(""),
            Yaml.text(entry, "read_only").orElse("false").equals("true"),
            type.equals("volume")));
  }

  private static Optional<ServiceMount> readShort(String service, String entry) {
    List<String> parts = List.of(entry.split(":", -1));
    if (parts.size() < 2) {
      return Optional.empty();
    }
    String source = parts.getFirst();
    boolean readOnly = parts.size() > 2 && List.of(parts.get(2).split(",", -1)).contains("ro");
    return Optional.of(
        new ServiceMount(service, source, parts.get(1), readOnly, !isDirectory(source)));
  }

  private static boolean isDirectory(String source) {
    return source.startsWith(".") || source.startsWith("/") || source.startsWith("~");
  }
}
