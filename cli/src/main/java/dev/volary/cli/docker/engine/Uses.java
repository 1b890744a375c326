package dev.volary.cli.docker.engine;

import dev.volary.cli.docker.engine.MountedPlaces.Place;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.io.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Tells which containers use directories: those with a mount that is one of them, holds one, or
/// lies in one. Not thread-safe.
public final class Uses {
  private static final ByteString SLASH = ByteString.utf8("/");
  private static final Path PROC = Path.of("/proc");

  private final List<ByteString> directories;

  /// Where volumes lie of which the engine does not say so: those of plugins.
  private final Map<String, Place> volumes = new HashMap<>();

  /// Looks for those that use any of `directories`, which are real paths.
  public Uses(List<ByteString> directories) {
    this.directories = List.copyOf(directories);
  }

  /// Those that run or are paused and see any of the directories.
  public List<Container> in(Engine engine) throws IOException {
    List<Container> alive = engine.containers(false).stream().filter(Container::alive).toList();
    for (Container container : alive) {
      for (Mount mount : container.mounts()) {
        if (mount.source().isEmpty() && mount.volume().isPresent()) {
          locate(engine, container, mount).ifPresent(p -> volumes.put(mount.volume().get(), p));
        }
      }
    }
    return alive.stream()
        .filter(container -> container.mounts().stream().anyMatch(this::meets))
        .toList();
  }

  /// Whether a container may write to any of the directories.
  public boolean mayWrite(Container container) {
    return container.mounts().stream().anyMatch(mount -> mount.writable() && meets(mount));
  }

  /// By what the kernel says a container has there, for which no plugin need answer.
  private Optional<Place> locate(Engine engine, Container container, Mount mount)
      throws IOException {
    try {
      Optional<Place> seen = seenBy(engine.container(container.id()).pid(), mount);
      if (seen.isPresent()) {
        return seen;
      }
      String path = engine.volume(mount.volume().orElseThrow()).mountpoint();
      return path.isEmpty() ? Optional.empty() : Optional.of(own().of(path));
    } catch (VolaryException e) {
      if (e.fault() != Fault.NOT_FOUND) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /// Nothing where it has ended, or where its image has a link on the way to the place.
  private static Optional<Place> seenBy(long pid, Mount mount) {
    if (pid <= 0) {
      return Optional.empty();
    }
    try {
      return MountedPlaces.read(PROC.resolve(pid + "/mountinfo")).mounts().stream()
          .filter(seen -> seen.point().equals(mount.destination()))
          .map(MountedPlaces.Mounted::place)
          .reduce((below, above) -> above);
    } catch (IOException e) {
      return Optional.empty(); // what ends just now is no longer to be read
    }
  }

  private static MountedPlaces own() throws IOException {
    return MountedPlaces.read(PROC.resolve("self/mountinfo"));
  }

  private boolean meets(Mount mount) {
    return directories.stream()
        .anyMatch(directory ->
            touches(directory, ByteString.utf8(mount.source())) || touchesReally(directory, mount));
  }

  private static boolean touches(ByteString directory, ByteString source) {
    return source.startsWith(SLASH)
        && (source.equals(directory)
            || directory.startsWith(source.equals(SLASH) ? SLASH : source.plus(SLASH))
            || source.startsWith(directory.plus(SLASH)));
  }

  /// By what the path leads to: it may be a link, or the same directory, or one in it, mounted
  /// elsewhere.
  private boolean touchesReally(ByteString directory, Mount mount) {
    try {
      if (mount.source().isEmpty()) {
        Optional<Place> place = mount.volume().map(volumes::get);
        return place.isPresent() && meets(place.get(), own().of(directory.toString()));
      }
      Path path = Path.of(mount.source());
      if (!Files.exists(path)) {
        return false;
      }
      MountedPlaces own = own();
      return meets(own.of(path.toRealPath().toString()), own.of(directory.toString()))
          || Files.isSameFile(path, Path.of(directory.toString()));
    } catch (IOException | InvalidPathException e) {
      return false; // gone, or out of reach
    }
  }

  private static boolean meets(Place one, Place other) {
    return one.isWithin(other) || other.isWithin(one);
  }
}
