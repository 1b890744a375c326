package dev.volary.core.gc;

import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.FileStat;
import dev.volary.core.linux.Linux;
import dev.volary.core.linux.LinuxException;
import dev.volary.core.session.Session;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Removes what operations that were killed have left in the folder of temporary files.
public final class Leftovers {
  /// The inode of the top of every subvolume of btrfs.
  private static final long SUBVOLUME_INODE = 256;

  private Leftovers() {}

  /// Deletes everything in `folder` that was not changed since `before`, unless another session is
  /// running; returns the bytes freed.
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
        if (isRemovedWhole(directory, ByteString.utf8(file.getFileName().toString()))) {
          continue;
        }
        if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
          bytes += delete(file);
        }
      }
    }
    return bytes;
  }

  /// Removes a snapshot of btrfs: its files can't be deleted one by one, and are as old as those
  /// they are copies of.
  private static boolean isRemovedWhole(DirectoryHandle folder, ByteString name)
      throws IOException {
    Optional<FileStat> stat = folder.statIfPresent(name);
    if (stat.isEmpty() || !stat.get().isDirectory() || stat.get().ino() != SUBVOLUME_INODE) {
      return false;
    }
    try {
      folder.removeSubvolume(name);
      return true;
    } catch (LinuxException e) {
      return false; // another file system, on which any directory may have that number
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
