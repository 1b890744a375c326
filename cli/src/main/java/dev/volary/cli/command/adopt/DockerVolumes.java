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
import dev.volary.core.linux.Linux;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Docker volumes and where they lie on this machine.
public final class DockerVolumes implements AutoCloseable {
  private static final String LOCAL = "local";
  private static final int SHOWN = 3;

  /// Has a random value in each volume that is made here, by which it is told from one that
  /// somebody else makes under its name.
  private static final String MADE = "volary.made";

  private static final int MARK_BYTES = 16;

  private final Engine engine;
  private final SecureRandom random;

  private DockerVolumes(Engine engine, SecureRandom random) {
    this.engine = engine;
    this.random = random;
  }

  /// A volume that was made here.
  ///
  /// @param directory where it lies
  public record Made(EngineVolume volume, ByteString directory) {}

  /// Those of the engine that the environment names.
  public static DockerVolumes connect(Invocation call) throws IOException {
    return new DockerVolumes(
        Engine.connect(EngineSocket.of(call.surroundings().environment())),
        call.surroundings().random());
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

  /// Makes a volume of the local driver; CONFLICT where there is one of the name, or its directory
  /// is not on this machine, and then it does not stay.
  public Made create(String name) throws IOException {
    byte[] mark = new byte[MARK_BYTES];
    random.nextBytes(mark);
    EngineVolume wanted =
        EngineVolume.wanted(name, LOCAL, Map.of()).labelled(MADE, HexFormat.of().formatHex(mark));
    EngineVolume volume = engine.createVolume(wanted);
    if (!isSame(volume, wanted)) {
      throw new VolaryException(
          Fault.CONFLICT,
          "there is a Docker volume %s already: choose another name".formatted(name));
    }
    Made made = new Made(volume, RawText.encode(volume.mountpoint()));
    if (volume.mountpoint().isEmpty() || !Files.isDirectory(Linux.path(made.directory()))) {
      VolaryException elsewhere =
          new VolaryException(
              Fault.CONFLICT,
              "Docker would keep the volume %s in '%s', which is no directory that can be reached from here: run volary as root on the machine where Docker runs"
                  .formatted(name, volume.mountpoint()));
      removeAfter(made, elsewhere);
      throw elsewhere;
    }
    return made;
  }

  /// Removes a volume that was made here after a failure, which takes up what may fail now; one
  /// that somebody else has made under its name since stays.
  void removeAfter(Made made, Exception cause) {
    try {
      if (isSame(engine.volume(made.volume().name()), made.volume())) {
        engine.removeVolume(made.volume().name());
      }
    } catch (IOException | RuntimeException e) {
      cause.addSuppressed(e);
    }
  }

  private static boolean isSame(EngineVolume one, EngineVolume other) {
    return Objects.equals(one.labels().get(MADE), other.labels().get(MADE));
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
