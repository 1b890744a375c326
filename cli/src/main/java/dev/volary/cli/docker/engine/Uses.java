package dev.volary.cli.docker.engine;

import dev.volary.core.io.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/// Tells which containers use directories: those with a mount that is one of them, holds one, or
/// lies in one.
public final class Uses {
  private static final ByteString SLASH = ByteString.utf8("/");

  private final List<ByteString> directories;

  /// Looks for those that use any of `directories`, which are real paths.
  public Uses(List<ByteString> directories) {
    this.directories = List.copyOf(directories);
  }

  /// Those that run or are paused and see any of the directories.
  public List<Container> in(Engine engine) throws IOException {
    return engine.containers(false).stream()
        .filter(Container::alive)
        .filter(container -> container.mounts().stream().anyMatch(this::meets))
        .toList();
  }

  /// Whether a container may write to any of the directories.
  public boolean mayWrite(Container container) {
    return container.mounts().stream().anyMatch(mount -> mount.writable() && meets(mount));
  }

  private boolean meets(Mount mount) {
    return mount.source().startsWith("/")
        && directories.stream()
            .anyMatch(directory ->
                touches(directory, ByteString.utf8(mount.source()))
                    || touchesReally(directory, mount.source()));
  }

  private static boolean touches(ByteString directory, ByteString source) {
    return source.equals(directory)
        || directory.startsWith(source.equals(SLASH) ? SLASH : source.plus(SLASH))
        || source.startsWith(directory.plus(SLASH));
  }

  /// By what the path leads to: it may be a link, or the same directory mounted elsewhere.
  private static boolean touchesReally(ByteString directory, String source) {
    try {
      Path path = Path.of(source);
      return Files.exists(path)
          && (touches(directory, ByteString.utf8(path.toRealPath().toString()))
              || Files.isSameFile(path, Path.of(directory.toString())));
    } catch (IOException | InvalidPathException e) {
      return false; // gone, or out of reach
    }
  }
}
