package dev.volary.cli.docker.compose;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Where a Compose project has its data: the volumes its services mount, and the directories beside
/// its file that they write to.
///
/// @param project its name
/// @param places what each is called as a subvolume
/// @param passedOver sentences on mounts that count as no data
public record ProjectData(
    String project, SortedMap<String, DataPlace> places, List<String> passedOver) {
  public ProjectData {
    places = new TreeMap<>(places);
    passedOver = List.copyOf(passedOver);
  }

  /// Reads the file `named`, or the usual one of the folder `here`.
  public static ProjectData read(Path here, Optional<String> named, Map<String, String> environment)
      throws IOException {
    return of(ComposeFile.read(here, named, environment));
  }

  static ProjectData of(ComposeFile file) throws IOException {
    SortedMap<String, DataPlace> places = new TreeMap<>();
    List<String> passedOver = new ArrayList<>();
    for (ServiceMount mount : file.mounts()) {
      if (mount.isVolume()) {
        places.putIfAbsent(
            mount.source(), new DataPlace.Volume(mount.source(), file.dockerName(mount.source())));
      } else {
        addDirectory(file, mount, places, passedOver);
      }
    }
    return new ProjectData(file.project(), places, passedOver);
  }

  private static void addDirectory(
      ComposeFile file,
      ServiceMount mount,
      SortedMap<String, DataPlace> places,
      List<String> passedOver)
      throws IOException {
    Path path = directory(file, mount);
    Optional<String> objection = objection(file, mount, path);
    if (objection.isPresent()) {
      passedOver.add(
          "%s of service %s %s".formatted(mount.source(), mount.service(), objection.get()));
      return;
    }
    Path real = path.toRealPath();
    boolean known =
        places.values().stream().anyMatch(place -> place.equals(new DataPlace.Directory(real)));
    if (!known) {
      String name = String.valueOf(real.getFileName());
      String free = places.containsKey(name) ? mount.service() + "-" + name : name;
      places.put(free, new DataPlace.Directory(real));
    }
  }

  /// Returns the directory a mount of one names.
  static Path directory(ComposeFile file, ServiceMount mount) {
    return file.folder().resolve(mount.source()).normalize();
  }

  /// Why a directory is not the project's data, or nothing.
  private static Optional<String> objection(ComposeFile file, ServiceMount mount, Path path) {
    if (mount.readOnly()) {
      return Optional.of("is only read");
    }
    if (!Files.isDirectory(path)) {
      return Optional.of("is no directory");
    }
    if (file.folder().startsWith(path)) {
      return Optional.of("holds the Compose file itself");
    }
    if (!path.startsWith(file.folder())) {
      return Optional.of("lies outside the project's folder");
    }
    return Optional.empty();
  }
}
