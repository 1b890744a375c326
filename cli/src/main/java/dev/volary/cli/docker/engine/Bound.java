package dev.volary.cli.docker.engine;

import dev.volary.cli.docker.engine.MountedPlaces.Mounted;
import dev.volary.cli.docker.engine.MountedPlaces.Place;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/// Which directories are mounted somewhere else on this machine, in containers above all.
///
/// Docker's mount ids name no container, and an unmount that came while the plugin was down is not
/// repeated. But a container has its volumes as bind mounts, which the kernel lists for every mount
/// namespace; that holds for any engine.
public final class Bound {
  private final Path proc;
  private final String views;

  /// @param proc where the kernel's process files are
  /// @param views the folder of the plugin's own mounts, which are no use
  public Bound(Path proc, Path views) {
    this.proc = proc;
    this.views = views + "/";
  }

  /// Returns those of `directories` (absolute) that are mounted at some other place too, be it only
  /// a directory in them.
  public Set<String> among(Set<String> directories) throws IOException {
    MountedPlaces own = MountedPlaces.read(proc.resolve("self/mountinfo"));
    Set<Mounted> all = new HashSet<>();
    Set<String> namespaces = new HashSet<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path process : processes) {
        try {
          String namespace = Files.readSymbolicLink(process.resolve("ns/mnt")).toString();
          if (!namespaces.contains(namespace)) {
            MountedPlaces seen = MountedPlaces.read(process.resolve("mountinfo"));
            all.addAll(seen.mounts());
            // One that is ending has none, whatever its namespace has.
            if (!seen.mounts().isEmpty()) {
              namespaces.add(namespace);
            }
          }
        } catch (IOException e) {
          // It ended just now, or is not ours to look at.
        }
      }
    }
    all.removeIf(mount -> mount.point().startsWith(views));
    Set<String> found = new HashSet<>();
    for (String directory : directories) {
      Place place = own.of(directory);
      boolean elsewhere =
          all.stream()
              .anyMatch(mount -> mount.place().isWithin(place) && !mount.point().equals(directory));
      if (elsewhere) {
        found.add(directory);
      }
    }
    return found;
  }
}
