package dev.volary.cli.docker.plugin;

import dev.volary.cli.docker.plugin.catalog.DockerName;
import dev.volary.core.depot.Depot;
import dev.volary.core.depot.DepotPlace;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.io.AtomicFile;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.Linux;
import dev.volary.core.worktree.WorktreeId;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// The directory whose entries are the worktrees made for Docker.
///
/// @param directory beside the depot unless a setting says otherwise; a real path
record LiveRoot(Path directory) {
  private static final String REMOVED = "removed";
  private static final String VIEWS = "views";

  /// Its file that says whose it is: another depot's plugin would delete what this one set aside.
  private static final String MARK = ".volary-depot";

  private static final Set<String> RESERVED = Set.of(REMOVED, VIEWS, MARK);

  /// Makes it where it is not there; CONFLICT where it and the depot lie in each other, or it is
  /// another depot's.
  static LiveRoot at(Path directory, Depot depot) throws IOException {
    if (!Files.isDirectory(directory)) {
      // Owners in containers are none of this machine's users, and programs of root's that lie in
      // a volume are none of theirs.
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    Path real = directory.toRealPath();
    DepotPlace.requireApart(depot, Linux.bytes(real));
    claim(real, depot.layout().directory().toRealPath());
    return new LiveRoot(real);
  }

  /// A link is made in one step, and by one of several depots only.
  private static void claim(Path directory, Path depot) throws IOException {
    Path mark = directory.resolve(MARK);
    ByteString own = Linux.bytes(depot);
    if (!Files.exists(mark)) {
      Path aside = Files.createTempFile(directory, MARK, AtomicFile.TEMPORARY_SUFFIX);
      try {
        AtomicFile.publish(aside, own.bytes());
        Files.createLink(mark, aside);
        AtomicFile.syncDirectory(directory);
      } catch (FileAlreadyExistsException e) {
        // Another was first: whose it is stands there.
      } finally {
        Files.deleteIfExists(aside);
      }
    }
    ByteString owner = ByteString.of(Files.readAllBytes(mark));
    if (!owner.equals(own)) {
      throw new VolaryException(
          Fault.CONFLICT,
          "%s has the Docker volumes of the depot %s: set docker.root to another directory, or delete %s if that depot is this one, moved"
              .formatted(directory, owner, mark));
    }
  }

  /// Returns a path that nothing stands at, for a new worktree.
  Path free(DockerName name) {
    String plain = plain(name);
    Path path = directory.resolve(RESERVED.contains(plain) ? plain + "-1" : plain);
    for (int i = 2; Files.exists(path); i++) {
      path = directory.resolve(plain + "-" + i);
    }
    return path;
  }

  /// Returns where a worktree goes that was removed.
  Path removed(WorktreeId worktree) throws IOException {
    return Files.createDirectories(directory.resolve(REMOVED)).resolve(worktree.text());
  }

  /// Returns the folder of removed worktrees, which need not exist.
  Path removed() {
    return directory.resolve(REMOVED);
  }

  /// Returns the folder of views, which need not exist.
  Path views() {
    return directory.resolve(VIEWS);
  }

  /// Returns a new empty directory for a view. Its path is never used again: what is still to be
  /// done about a view that is gone must not meet another.
  Path view(DockerName name) throws IOException {
    return Files.createTempDirectory(Files.createDirectories(views()), plain(name) + "-");
  }

  /// Tells whether the directory at `path` was made here.
  boolean holds(ByteString path) {
    return Linux.path(path).startsWith(directory);
  }

  /// Docker's names may hold blanks and colons, which paths in commands had better not.
  private static String plain(DockerName name) {
    return name.text().replaceAll("[^a-zA-Z0-9._~@-]", "_");
  }
}
