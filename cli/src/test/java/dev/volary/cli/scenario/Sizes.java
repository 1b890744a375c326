package dev.volary.cli.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What lies below a directory.
final class Sizes {
  private Sizes() {}

  /// Returns the apparent sizes of all files and directories below `top` and of itself, in bytes,
  /// as `du -sb` counts them.
  static long below(Path top) throws IOException {
    long sum = 0;
    try (Stream<Path> paths = Files.walk(top)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        sum += Files.size(path);
      }
    }
    return sum;
  }

  /// Returns the regular files below `top` whose names end with `ending`.
  static List<Path> files(Path top, String ending) throws IOException {
    try (Stream<Path> paths = Files.walk(top)) {
      return paths
          .filter(path -> Files.isRegularFile(path) && path.toString().endsWith(ending))
          .toList();
    }
  }
}
