package dev.volary.cli.docker.plugin;

import dev.volary.cli.docker.plugin.catalog.DockerVolume;
import dev.volary.cli.docker.plugin.catalog.DockerVolume.Home;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.Errno;
import dev.volary.core.linux.FileStat;
import dev.volary.core.linux.Linux;
import dev.volary.core.linux.LinuxException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/// Views of directories: bind mounts. Who writes beside a directory can put a link in its place,
/// and Docker would follow that; a view stays what it was. Read-only ones hold back root in a
/// container too.
final class Views {
  private final LiveRoot root;

  Views(LiveRoot root) {
    this.root = root;
  }

  /// Returns where a directory is shown: the view that the volume has, or a new one.
  Path of(DockerVolume volume, DirectoryHandle directory, boolean readOnly) throws IOException {
    Optional<Path> had = volume.home().flatMap(Home::view).map(Path::of);
    if (had.isPresent() && Files.isDirectory(had.get()) && isSame(had.get(), directory)) {
      return had.get();
    }
    if (had.isPresent() && Files.isDirectory(had.get()) && !volume.mounts().isEmpty()) {
      throw new VolaryException(
          Fault.CONFLICT,
          "another directory lies in the place of %s by now, while containers use the one before: stop them first"
              .formatted(volume.name().text()));
    }
    Path view = root.view(volume.name());
    try {
      Linux.bind(directory, Linux.bytes(view), readOnly);
      return view;
    } catch (IOException | RuntimeException e) {
      Files.delete(view);
      throw e;
    }
  }

  private static boolean isSame(Path view, DirectoryHandle directory) throws IOException {
    try (DirectoryHandle shown = Linux.openRoot(Linux.bytes(view))) {
      FileStat one = shown.stat();
      FileStat other = directory.stat();
      return one.dev() == other.dev() && one.ino() == other.ino();
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
    Path folder = root.views();
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
