package dev.volary.core.history.git.upkeep;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;

/// The files of a repository that hold one object each.
///
/// @param objects their folder
record LooseObjects(Path objects) {
  /// Returns all of them.
  List<Path> all() throws IOException {
    List<Path> all = new ArrayList<>();
    try (DirectoryStream<Path> fans = Files.newDirectoryStream(objects, "[0-9a-f][0-9a-f]")) {
      for (Path fan : fans) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(fan)) {
          for (Path file : files) {
            if (file.getFileName().toString().matches("[0-9a-f]{38}")) {
              all.add(file);
            }
          }
        }
      }
    }
    return all;
  }

  /// Returns the object in a file.
  ObjectId id(Path file) {
    return ObjectId.fromString(name(file).replace("/", ""));
  }

  /// Returns a file's name relative to the folder.
  String name(Path file) {
    return objects.relativize(file).toString();
  }
}
