package dev.volary.cli.docker.compose;

import java.nio.file.Path;

/// Where one part of a project's data is.
public sealed interface DataPlace {
  /// A Docker volume.
  ///
  /// @param key what the Compose file calls it
  /// @param dockerName what Docker calls it
  record Volume(String key, String dockerName) implements DataPlace {}

  /// A directory beside the Compose file.
  record Directory(Path path) implements DataPlace {}
}
