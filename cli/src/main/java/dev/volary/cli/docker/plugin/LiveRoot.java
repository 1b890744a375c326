package dev.volary.cli.docker.plugin;

import dev.volary.cli.docker.plugin.catalog.DockerName;
import dev.volary.core.depot.Depot;
import dev.volary.core.depot.DepotPlace;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.Linux;
import dev.volary.core.worktree.WorktreeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// The directory whose entries are the worktrees made for Docker.
///
/// @param directory beside the depot unless a setting says otherwise; a real path
record LiveRoot(Path directory) {
  private static final String REMOVED = "removed";
  private static final String VIEWS = "views";

  /// Makes it where it is not there; CONFLICT where it and the depot lie in each other.
  static LiveRoot at(Path directory, Depot depot) throws IOException {
    if (!Files.isDirectory(directory)) {
      // Owners in containers are none of this machine's users; who may enter it sees their files.
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x")));
    }
    Path real = directory.toRealPath();
    DepotPlace.requireApart(depot, Linux.bytes(real));
    return new LiveRoot(real);
  }

  /// Returns a path that nothing stands at, for a new worktree.
  Path free(DockerName name) {
    return free(directory, name);
  }

  /// Returns where a worktree goes that was removed.
  Path removed(WorktreeId worktree) throws IOException {
    return Files.createDirectories(directory.resolve(REMOVED)).resolve(worktree.text());
  }

  /// Returns the folder of removed worktrees, which need not exist.
  Path removed() {
    return directory.resolve(REMOVED);
  }

  /// Returns a new empty directory for a read-only view.
  Path view(DockerName name) throws IOException {
    return Files.createDirectory(free(Files.createDirectories(directory.resolve(VIEWS)), name));
  }

  /// Tells whether the directory at `path` was made here.
  boolean holds(ByteString path) {
    return Linux.path(path).startsWith(directory);
  }

  /// Docker's names may hold blanks and colons, which paths in commands had better not.
  private static Path free(Path folder, DockerName name) {
    String plain = name.text().replaceAll("[^a-zA-Z0-9._~@-]", "_");
    boolean reserved = plain.equals(REMOVED) || plain.equals(VIEWS);
    Path path = folder.resolve(reserved ? plain + "-1" : plain);
    for (int i = 2; Files.exists(path); i++) {
      path = folder.resolve(plain + "-" + i);
    }
    return path;
  }
}
