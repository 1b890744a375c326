package dev.volary.core.depot;

import dev.volary.core.worktree.layer.CopyPlaces;
import java.nio.file.Path;

/// Where things stand in a depot's directory.
///
/// @param directory the depot's directory
public record DepotLayout(Path directory) {
  /// The file that says what this directory is and which format it has.
  public Path formatFile() {
    return directory.resolve("depot");
  }

  /// The settings of the depot, in Git's configuration syntax.
  public Path configFile() {
    return directory.resolve("config");
  }

  /// Files of running operations; what is left there by dead ones is garbage.
  public Path temporary() {
    return directory.resolve("temporary");
  }

  /// One folder a volume.
  public Path volumes() {
    return directory.resolve("volumes");
  }

  /// One folder a worktree.
  public Path worktrees() {
    return directory.resolve("worktrees");
  }

  /// Deleted volumes, one folder each, until they expire.
  public Path trash() {
    return directory.resolve("trash");
  }

  /// Shared checkouts, and the layers of worktrees that are mounted over them.
  public CopyPlaces copies() {
    return new CopyPlaces(directory.resolve("copies"));
  }

  /// The folder of a volume.
  public Path volume(VolumeName name) {
    return volumes().resolve(name.text());
  }

  /// Returns where a deleted volume has the records of its worktrees.
  public Path strayWorktrees(VolumeName name) {
    return strayWorktrees(volume(name));
  }

  /// Returns the same for a volume whose folder stands elsewhere.
  public static Path strayWorktrees(Path volume) {
    return volume.resolve("worktrees");
  }
}
