package dev.volary.cli.command.adopt;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.docker.engine.Container;
import dev.volary.cli.docker.engine.Engine;
import dev.volary.cli.docker.engine.EngineSocket;
import dev.volary.cli.docker.engine.EngineVolume;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.input.NearMiss;
import dev.volary.core.io.ByteString;
import dev.volary.core.io.RawText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Docker volumes and where they lie on this machine.
public final class DockerVolumes implements AutoCloseable {
  private static final String LOCAL = "local";
  private static final int SHOWN = 3;

  private final Engine engine;

  private DockerVolumes(Engine engine) {
    this.engine = engine;
  }

  /// Those of the engine that the environment names.
  public static DockerVolumes connect(Invocation call) throws IOException {
    return new DockerVolumes(Engine.connect(EngineSocket.of(call.surroundings().environment())));
  }

  /// Returns the directory of a volume; NOT_FOUND with what may have been meant, CONFLICT where its
  /// files are not in a directory of this machine at all times.
  public ByteString directory(String name) throws IOException {
    EngineVolume volume = find(name).orElseThrow(() -> missing(name));
    if (!volume.driver().equals(LOCAL)) {
      throw new VolaryException(
          Fault.CONFLICT,
          "the Docker volume %s belongs to the driver %s: only those of the driver local lie in a directory that can be versioned"
              .formatted(name, volume.driver()));
    }
    return RawText.encode(directory(volume));
  }

  private static String directory(EngineVolume volume) {
    Map<String, String> options = volume.options();
    if (options.isEmpty()) {
      return volume.mountpoint();
    }
    List<String> flags = List.of(options.getOrDefault("o", "").split(",", -1));
    String device = options.getOrDefault("device", "");
    if ((flags.contains("bind") || flags.contains("rbind")) && device.startsWith("/")) {
      return device;
    }
    throw new VolaryException(
        Fault.CONFLICT,
        "the Docker volume %s is a file system that Docker mounts only while a container uses it (%s): mount it yourself and version that directory with `volary init DIR`"
            .formatted(volume.name(), options));
  }

  /// Returns a volume by its name.
  public Optional<EngineVolume> find(String name) throws IOException {
    return engine.volumes().stream().filter(volume -> volume.name().equals(name)).findFirst();
  }

  /// Returns the volume that Compose made for the key `key` of the project `project`.
  public Optional<EngineVolume> ofProject(String project, String key) throws IOException {
    return engine.volumes().stream()
        .filter(volume ->
            project.equals(volume.labels().get("com.docker.compose.project"))
                && key.equals(volume.labels().get("com.docker.compose.volume")))
        .findFirst();
  }

  /// Makes a volume of the local driver and returns its directory.
  public ByteString create(String name) throws IOException {
    return RawText.encode(
        engine.createVolume(EngineVolume.wanted(name, LOCAL, Map.of())).mountpoint());
  }

  /// Removes a volume that nothing uses.
  public void remove(String name) throws IOException {
    engine.removeVolume(name);
  }

  /// Returns the failure that there is no such volume, with those that may be meant.
  VolaryException missing(String name) {
    List<String> near = new ArrayList<>();
    try {
      for (EngineVolume volume : engine.volumes()) {
        if (isNear(name, volume.name())) {
          near.add(volume.name() + users(volume.name()));
        }
      }
    } catch (IOException e) {
      near.clear(); // a suggestion is worth no failure of its own
    }
    String hint =
        near.isEmpty()
            ? ": `docker volume ls` lists those there are"
            : "; did you mean %s?"
                .formatted(String.join(" or ", near.subList(0, Math.min(SHOWN, near.size()))));
    return new VolaryException(Fault.NOT_FOUND, "no Docker volume " + name + hint, near);
  }

  private static boolean isNear(String typed, String name) {
    return NearMiss.isNear(typed, name)
        || name.endsWith("_" + typed)
        || name.endsWith("-" + typed)
        || typed.endsWith("_" + name);
  }

  private String users(String volume) throws IOException {
    List<String> users =
        engine.containers(true).stream()
            .filter(container ->
                container.mounts().stream()
                    .anyMatch(mount -> mount.volume().equals(Optional.of(volume))))
            .map(Container::name)
            .sorted()
            .toList();
    return users.isEmpty() ? "" : " (used by " + String.join(", ", users) + ")";
  }

  @Override
  public void close() {
    engine.close();
  }
}
