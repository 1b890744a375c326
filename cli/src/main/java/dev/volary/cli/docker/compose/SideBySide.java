package dev.volary.cli.docker.compose;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/// A Compose project once more beside itself: the same services under another project name, on
/// other data, at other ports of the machine.
///
/// A whole file, not one to be laid over the first: Compose adds the ports of two files up, so the
/// second run would ask for the first one's ports too.
public final class SideBySide {
  private final ComposeFile file;
  private final String project;
  private final Path data;
  private final List<String> notes = new ArrayList<>();

  private SideBySide(ComposeFile file, String project, Path data) {
    this.file = file;
    this.project = project;
    this.data = data;
  }

  /// What came of it.
  ///
  /// @param source the project's own file
  /// @param text of the new file
  /// @param notes sentences on what became of ports
  public record Result(Path source, String text, List<String> notes) {
    public Result {
      notes = List.copyOf(notes);
    }
  }

  /// What to make.
  ///
  /// @param project the other project's name
  /// @param data the directory that holds, by name, what [ProjectData] calls the project's data
  /// @param freePort returns a port of the machine that can be used in place of another
  public record Request(String project, Path data, IntUnaryOperator freePort) {}

  /// Makes it of the file `named`, or the usual one of the folder `here`.
  public static Result make(
      Path here, Optional<String> named, Map<String, String> environment, Request request)
      throws IOException {
    ComposeFile file = ComposeFile.read(here, named, environment);
    ProjectData data = ProjectData.of(file);
    SideBySide made = new SideBySide(file, request.project(), request.data());
    Map<String, Object> content = made.content(data, request.freePort());
    return new Result(file.file(), Yaml.write(content), made.notes);
  }

  private Map<String, Object> content(ProjectData places, IntUnaryOperator freePort) {
    Map<String, Object> content = new LinkedHashMap<>(file.content());
    content.remove("name");
    Map<String, Object> services = new LinkedHashMap<>();
    file.services()
        .forEach((name, raw) ->
            services.put(name, service(name, Yaml.map(raw).orElse(Map.of()), places, freePort)));
    content.put("services", services);
    Map<String, Object> volumes = new LinkedHashMap<>(Yaml.map(content, "volumes"));
    places
        .places()
        .forEach((name, place) -> {
          if (place instanceof DataPlace.Volume) {
            volumes.put(name, volume(name));
          }
        });
    if (!volumes.isEmpty()) {
      content.put("volumes", volumes);
    }
    return content;
  }

  /// A volume of the local driver that is a directory of the machine.
  private Map<String, Object> volume(String name) {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("type", "none");
    options.put("o", "bind");
    options.put("device", escaped(data.resolve(name).toString()));
    Map<String, Object> volume = new LinkedHashMap<>();
    volume.put("driver", "local");
    volume.put("driver_opts", options);
    return volume;
  }

  private Map<String, Object> service(
      String name, Map<String, Object> raw, ProjectData places, IntUnaryOperator freePort) {
    Map<String, Object> service = new LinkedHashMap<>(raw);
    Yaml.text(service, "container_name")
        .ifPresent(own -> service.put("container_name", own + "-" + project));
    List<Object> ports = Yaml.list(service, "ports");
    if (!ports.isEmpty()) {
      service.put("ports", ports.stream().map(entry -> port(name, entry, freePort)).toList());
    }
    List<Object> volumes = Yaml.list(service, "volumes");
    if (!volumes.isEmpty()) {
      service.put("volumes", volumes.stream().map(entry -> mount(name, entry, places)).toList());
    }
    if ("host".equals(service.get("network_mode"))) {
      notes.add(
          "service %s uses the machine's own network: what it listens on can't be moved"
              .formatted(name));
    }
    return service;
  }

  private Object port(String service, Object entry, IntUnaryOperator freePort) {
    Optional<PublishedPort> port = PublishedPort.read(entry, file.variables());
    if (port.isEmpty()) {
      notes.add(
          "port %s of service %s stays as it is, for it is not understood"
              .formatted(entry, service));
      return entry;
    }
    PublishedPort moved = port.get().moved(freePort);
    if (moved.published().isEmpty()) {
      return entry;
    }
    notes.add(
        "%s: port %d is at %d"
            .formatted(service, port.get().published().getAsInt(), moved.published().getAsInt()));
    Optional<Map<String, Object>> map = Yaml.map(entry);
    if (map.isPresent()) {
      map.get().put("published", String.valueOf(moved.published().getAsInt()));
      return map.get();
    }
    return moved.entry();
  }

  private Object mount(String service, Object entry, ProjectData places) {
    Optional<ServiceMount> mount = ServiceMount.read(service, entry, file.variables());
    if (mount.isEmpty() || mount.get().isVolume()) {
      return entry;
    }
    Path path = ProjectData.directory(file, mount.get());
    for (Map.Entry<String, DataPlace> place : places.places().entrySet()) {
      if (place.getValue() instanceof DataPlace.Directory(Path directory)
          && directory.equals(path)) {
        String at = escaped(data.resolve(place.getKey()).toString());
        Optional<Map<String, Object>> map = Yaml.map(entry);
        if (map.isPresent()) {
          map.get().put("source", at);
          return map.get();
        }
        return at + ":" + mount.get().target() + (mount.get().readOnly() ? ":ro" : "");
      }
    }
    return entry;
  }

  /// A dollar sign would begin a variable.
  private static String escaped(String path) {
    return path.replace("$", "$$");
  }
}
