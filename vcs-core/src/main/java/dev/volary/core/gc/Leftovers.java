package dev.volary.core.gc;

import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.Errno;
import dev.volary.core.linux.FileStat;
import dev.volary.core.linux.Linux;
import dev.volary.core.linux.LinuxException;
import dev.volary.core.session.Session;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Removes what operations that were killed have left in the folder of temporary files.
public final class Leftovers {
  private Leftovers() {}

  /// Deletes everything in `folder` that was not changed since `before`, unless another session is
  /// running; returns the bytes freed. What another user left, and this one may not delete, stays.
  ///
  /// A session that begins after the look is no danger: its files are not in the list. Checks run
  /// without one; the age is for theirs.
  public static long remove(Path folder, Session session, Instant before) throws IOException {
    List<Path> found = list(folder);
    if (found.isEmpty() || session.othersActive()) {
      return 0;
    }
    long bytes = 0;
    try (DirectoryHandle directory = Linux.openRoot(Linux.bytes(folder))) {
      for (Path file : found) {
        if (!isSnapshot(directory, ByteString.utf8(file.getFileName().toString()))) {
          bytes += deleteIfOld(file, before);
        }
      }
    }
    return bytes;
  }

  /// Removes a snapshot of btrfs whole: its files can't be deleted one by one, and are as old as
  /// those they are copies of.
  ///
  /// @return whether it was one, be it removed or not
  private static boolean isSnapshot(DirectoryHandle folder, ByteString name) throws IOException {
    if (folder.statIfPresent(name).filter(FileStat::isSubvolumeOnBtrfs).isEmpty()) {
      return false;
    }
    try {
      folder.removeSubvolume(name);
      return true;
    } catch (LinuxException e) {
      return !e.is(Errno.ENOTTY); // another file system, on which this is a plain directory
    }
  }

  private static long deleteIfOld(Path file, Instant before) throws IOException {
    try {
      boolean old =
          Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant().isBefore(before);
      return old ? delete(file) : 0;
    } catch (FileSystemException e) {
      return 0; // a check removed it just now, or this user may not
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    List<Path> out = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      files.forEach(out::add);
    } catch (NoSuchFileException e) {
      return List.of();
    }
    return out;
  }

  private static long delete(Path path) throws IOException {
    long bytes = 0;
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      for (Path below : list(path)) {
        bytes += delete(below);
      }
    } else if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      bytes = Files.size(path);
    }
    Files.deleteIfExists(path);
    return bytes;
  }
}
