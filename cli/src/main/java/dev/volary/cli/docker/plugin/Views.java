package dev.volary.cli.docker.plugin;

import dev.volary.cli.docker.plugin.catalog.DockerVolume;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.Errno;
import dev.volary.core.linux.Linux;
import dev.volary.core.linux.LinuxException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/// Read-only views of directories: bind mounts, which hold back root in a container too.
final class Views {
  private final LiveRoot root;

  Views(LiveRoot root) {
    this.root = root;
  }

  /// Returns where a directory can be read and not be written to: the view that the volume has, or
  /// a new one.
  Path of(DockerVolume volume, Path directory) throws IOException {
    if (volume.home().isPresent() && volume.home().get().bound()) {
      Path had = Path.of(volume.home().get().mountpoint());
      if (Files.isDirectory(had) && Files.isSameFile(had, directory)) {
        return had;
      }
    }
    Path view = root.view(volume.name());
    try {
      Linux.bindReadOnly(Linux.bytes(directory), Linux.bytes(view));
      return view;
    } catch (IOException | RuntimeException e) {
      Files.delete(view);
      throw e;
    }
  }

  /// Takes a view away; does nothing where there is none.
  void remove(Path view) throws IOException {
    if (!Files.exists(view)) {
      return;
    }
    ByteString path = Linux.bytes(view);
    try {
      Linux.unmount(path, true);
    } catch (LinuxException e) {
      if (!e.is(Errno.EINVAL)) {
        throw e;
      }
      // Nothing is mounted there, for the machine was started anew.
    }
    Files.delete(view);
  }

  /// Takes away every view but those `inUse`.
  void removeAllBut(Set<Path> inUse) throws IOException {
    Path folder = root.directory().resolve("views");
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path view : entries) {
        if (!inUse.contains(view)) {
          remove(view);
        }
      }
    }
  }
}
