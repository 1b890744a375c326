package dev.volary.cli.command.adopt;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.docker.compose.DataPlace;
import dev.volary.cli.docker.compose.ProjectData;
import dev.volary.cli.docker.engine.EngineVolume;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.io.ByteString;
import dev.volary.core.io.RawText;
import dev.volary.core.linux.Linux;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Where a Compose project's data lies on this machine.
///
/// @param project the project's name
/// @param directories what each is called as a subvolume, and its directory
/// @param passedOver sentences on mounts that count as no data
record ComposeData(
    String project, SortedMap<ByteString, ByteString> directories, List<String> passedOver) {

  /// Finds the data of the project of `file`, or of the Compose file where one stands.
  static ComposeData of(Invocation call, Optional<String> file) throws IOException {
    ProjectData data =
        ProjectData.read(Linux.path(call.here()), file, call.surroundings().environment());
    if (data.places().isEmpty()) {
      throw new VolaryException(
          Fault.NOT_FOUND,
          "the project %s mounts no volume and writes to no folder beside its Compose file%s: there is nothing to version"
              .formatted(
                  data.project(),
                  data.passedOver().isEmpty()
                      ? ""
                      : " (" + String.join("; ", data.passedOver()) + ")"));
    }
    SortedMap<ByteString, ByteString> directories = new TreeMap<>();
    addDirectories(data, directories);
    if (data.places().values().stream().anyMatch(place -> place instanceof DataPlace.Volume)) {
      try (DockerVolumes volumes = DockerVolumes.connect(call)) {
        addVolumes(data, volumes, directories);
      }
    }
    return new ComposeData(data.project(), directories, data.passedOver());
  }

  private static void addDirectories(
      ProjectData data, SortedMap<ByteString, ByteString> directories) {
    data.places()
        .forEach((name, place) -> {
          if (place instanceof DataPlace.Directory(var path)) {
            directories.put(RawText.encode(name), Linux.bytes(path));
          }
        });
  }

  private static void addVolumes(
      ProjectData data, DockerVolumes volumes, SortedMap<ByteString, ByteString> directories)
      throws IOException {
    for (Map.Entry<String, DataPlace> each : data.places().entrySet()) {
      if (each.getValue() instanceof DataPlace.Volume(String key, String dockerName)) {
        String name =
            volumes.find(dockerName).isPresent()
                ? dockerName
                : volumes.ofProject(data.project(), key).map(EngineVolume::name).orElse(dockerName);
        directories.put(RawText.encode(each.getKey()), volumes.directory(name));
      }
    }
  }
}
