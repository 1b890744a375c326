package dev.volary.cli.command.adopt;

import dev.volary.cli.command.Invocation;
import dev.volary.core.io.ByteString;
import java.io.IOException;
import java.util.Optional;

/// A Docker volume that is to be filled: one that was there, or a new one.
///
/// @param directory where it lies
/// @param made the new one
public record VolumeToFill(ByteString directory, Optional<DockerVolumes.Made> made) {
  /// Finds the volume of a name, or makes it.
  public static VolumeToFill of(Invocation call, String name) throws IOException {
    try (DockerVolumes volumes = DockerVolumes.connect(call)) {
      if (volumes.find(name).isPresent()) {
        return new VolumeToFill(volumes.directory(name), Optional.empty());
      }
      DockerVolumes.Made made = volumes.create(name);
      return new VolumeToFill(made.directory(), Optional.of(made));
    }
  }

  /// Removes a new one after a failure before anything was written into it.
  public void giveBack(Invocation call, Exception cause) {
    if (made.isEmpty()) {
      return;
    }
    try (DockerVolumes volumes = DockerVolumes.connect(call)) {
      volumes.removeAfter(made.get(), cause);
    } catch (IOException | RuntimeException e) {
      cause.addSuppressed(e);
    }
  }
}
