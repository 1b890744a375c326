package dev.volary.cli.docker.pause;

import dev.volary.cli.docker.engine.Container;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Which processes of this machine run in which container: a container's id stands in the path of
/// its control group, of either version.
final class ContainerProcesses {
  private static final Path PROC = Path.of("/proc");

  private ContainerProcesses() {}

  /// Returns the container a process runs in, if it is one of these.
  static Optional<Container> containerOf(long pid, List<Container> containers) {
    String groups = read(PROC.resolve(pid + "/cgroup"));
    return containers.stream().filter(container -> groups.contains(container.id())).findFirst();
  }

  /// Returns the names of the programs that run in a container.
  static Set<String> programs(Container container) throws IOException {
    Set<String> programs = new TreeSet<>();
    try (Stream<Path> entries = Files.list(PROC)) {
      for (Path process : entries.filter(ContainerProcesses::isProcess).toList()) {
        if (read(process.resolve("cgroup")).contains(container.id())) {
          programs.add(read(process.resolve("comm")).strip());
        }
      }
    }
    return programs;
  }

  private static boolean isProcess(Path entry) {
    return String.valueOf(entry.getFileName()).chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return ""; // it has ended, or may not be looked at
    }
  }
}
