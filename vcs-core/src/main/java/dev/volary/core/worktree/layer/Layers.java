package dev.volary.core.worktree.layer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// What belongs to one worktree of an overlay: the layer of its own files, and the kernel's
/// workplace beside it.
///
/// @param folder the folder of both
public record Layers(Path folder) {
  /// Returns the directory of what was changed.
  public Path upper() {
    return folder.resolve("upper");
  }

  /// Returns the kernel's workplace.
  public Path work() {
    return folder.resolve("work");
  }

  /// Makes them, empty.
  public void create() throws IOException {
    Files.createDirectories(folder);
    for (Path each : new Path[] {folder, upper(), work()}) {
      Files.createDirectories(each);
      Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwx------"));
    }
  }
}
