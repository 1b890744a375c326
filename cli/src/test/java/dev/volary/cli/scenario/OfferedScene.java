package dev.volary.cli.scenario;

import dev.volary.fixtures.Mounts;
import dev.volary.fixtures.docker.DockerDaemon;
import dev.volary.fixtures.docker.DockerImages;
import dev.volary.fixtures.process.Command;
import dev.volary.fixtures.process.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A depot whose volumes are offered to a Docker Engine, in a folder of its own. Closing removes
/// all containers and volumes of the engine.
///
/// @param volary the program, which finds the engine
record OfferedScene(DockerDaemon daemon, Path folder, DockedVolary volary, OfferedVolumes plugin)
    implements AutoCloseable {
  static OfferedScene start(DockerDaemon daemon) throws IOException {
    Path folder = Files.createTempDirectory(Path.of("/var/tmp"), "volary-offered");
    Path depot = folder.resolve("depot");
    return new OfferedScene(
        daemon, folder, DockedVolary.in(depot, daemon), OfferedVolumes.start(Volary.in(depot)));
  }

  /// Where worktrees made for Docker lie.
  Path live() {
    return folder.resolve("depot-live");
  }

  Outcome docker(String... words) {
    return daemon.docker(words).run();
  }

  String ok(String... words) {
    return docker(words).expect(0).out().strip();
  }

  /// Makes a volume of the plugin's, with options such as `mode=ro`.
  void create(String name, String... options) {
    List<String> words = new ArrayList<>(List.of("volume", "create", "-d", plugin.driver()));
    for (String option : options) {
      words.addAll(List.of("-o", option));
    }
    words.add(name);
    ok(words.toArray(String[]::new));
  }

  /// Runs a script in a container that has `volume` at `/data`.
  Outcome sh(String volume, String script) {
    return docker(words(List.of("--rm"), volume, script));
  }

  /// Leaves a container running a script, which ends when it is told to.
  void start(String container, String volume, String script) {
    ok(words(List.of("--detach", "--name", container), volume, "trap exit TERM; " + script));
  }

  private String[] words(List<String> manner, String volume, String script) {
    List<String> words = new ArrayList<>(List.of("run", "--network", "none", "--stop-timeout=1"));
    words.addAll(manner);
    words.addAll(List.of("--volume-driver", plugin.driver(), "--volume", volume + ":/data"));
    words.addAll(List.of(DockerImages.BUSYBOX, "sh", "-c", script));
    return words.toArray(String[]::new);
  }

  @Override
  public void close() {
    docker("ps", "-aq").out().lines().forEach(id -> docker("rm", "--force", id));
    docker("volume", "ls", "-q").out().lines().forEach(name -> docker("volume", "rm", name));
    try {
      plugin.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Mounts.takeOff(folder);
    Command.of("rm", "-rf", "--one-file-system", folder.toString()).succeed();
  }
}
