package dev.volary.cli.docker.plugin;

import dev.volary.cli.docker.plugin.catalog.DockerName;
import dev.volary.core.depot.Targets;
import dev.volary.core.depot.WorktreeGuard;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.Errno;
import dev.volary.core.linux.Linux;
import dev.volary.core.linux.LinuxException;
import dev.volary.core.worktree.Subvolume;
import dev.volary.core.worktree.WorktreeIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// The directory that a name of Docker's means, held open: whatever its path leads to later, this
/// is the one that was looked at.
///
/// @param path where it was found
record Served(Path path, DirectoryHandle directory) implements AutoCloseable {
  private static final int MODE = 0755;

  /// Opens the worktree's directory or the one in it that is named, through no link.
  ///
  /// @param make whether that is made where it is not there
  static Served of(DockerName name, Targets.WorktreeTarget target, boolean make)
      throws IOException {
    WorktreeIdentity top = target.record().identity();
    List<Subvolume> elsewhere = target.record().subvolumes();
    if (name.directory().isEmpty()) {
      if (!elsewhere.isEmpty()) {
        throw new VolaryException(
            Fault.CONFLICT,
            "the directories of %s lie at different places: mount each by its name, such as %s.%s"
                .formatted(name, name.volume(), elsewhere.getFirst().name()));
      }
      return new Served(Linux.path(top.path()), Linux.openRoot(top.path()));
    }
    ByteString inner = ByteString.utf8(name.directory().get());
    for (Subvolume subvolume : elsewhere) {
      if (subvolume.name().equals(inner)) {
        return registered(name, subvolume.identity());
      }
    }
    try (DirectoryHandle above = Linux.openRoot(top.path())) {
      if (make && elsewhere.isEmpty() && above.statIfPresent(inner).isEmpty()) {
        above.makeDirectory(inner, MODE);
      }
      Path path = Linux.path(top.path()).resolve(inner.toString());
      return new Served(path, above.openDirectory(inner));
    } catch (LinuxException e) {
      if (e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR) || e.is(Errno.ELOOP)) {
        throw new VolaryException(
            Fault.NOT_FOUND,
            "there is no directory %s in %s: look at what it holds with `volary ls`"
                .formatted(inner, name),
            e);
      }
      throw e;
    }
  }

  private static Served registered(DockerName name, WorktreeIdentity identity) throws IOException {
    DirectoryHandle directory = Linux.openRoot(identity.path());
    try {
      if (WorktreeGuard.identify(directory, identity.path()).sameDirectory(identity)) {
        return new Served(Linux.path(identity.path()), directory);
      }
      throw new VolaryException(
          Fault.CONFLICT,
          "%s, where %s lies, is not the directory that was registered: `volary worktree repair` tells where it is now"
              .formatted(identity.path(), name));
    } catch (IOException | RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  @Override
  public void close() {
    directory.close();
  }
}
