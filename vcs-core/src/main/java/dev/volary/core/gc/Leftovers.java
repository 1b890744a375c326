package dev.volary.core.gc;

import dev.volary.core.session.Session;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Removes what operations that were killed have left in the folder of temporary files.
public final class Leftovers {
  private Leftovers() {}

  /// Deletes everything in `folder`, unless another session is running; returns the bytes freed.
  ///
  /// A session that begins after the look is no danger: its files are not in the list.
  public static long remove(Path folder, Session session) throws IOException {
    List<Path> found = list(folder);
    if (found.isEmpty() || session.othersActive()) {
      return 0;
    }
    long bytes = 0;
    for (Path file : found) {
      bytes += delete(file);
    }
    return bytes;
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
