package dev.volary.cli.command.plugin;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/// Where the files of the service go: into the running system, or below another root.
final class ServiceFolders {
  @Option(
      names = "--root",
      paramLabel = "DIR",
      description = "write below this directory and start nothing, for packages and images")
  private Path root = Path.of("/");

  /// Returns the files there.
  ServiceFiles files() {
    return new ServiceFiles(root.resolve("etc/systemd/system"), root.resolve("etc/docker/plugins"));
  }

  /// Returns the systemd that is to know of them.
  Systemd systemd() {
    return new Systemd(root.toAbsolutePath().normalize().equals(Path.of("/")));
  }
}
