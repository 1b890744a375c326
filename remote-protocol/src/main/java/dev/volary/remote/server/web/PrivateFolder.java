package dev.volary.remote.server.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// Folders of secrets, which nobody but the owner enters.
public final class PrivateFolder {
  private PrivateFolder() {}

  /// Makes `folder` with mode 0700 where there is none, or takes the rights of others away.
  public static Path make(Path folder) throws IOException {
    var mode = PosixFilePermissions.fromString("rwx------");
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(mode));
    }
    return Files.setPosixFilePermissions(folder, mode);
  }
}
