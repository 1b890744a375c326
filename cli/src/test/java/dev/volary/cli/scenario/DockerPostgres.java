package dev.volary.cli.scenario;

import dev.volary.fixtures.docker.DockerDaemon;
import dev.volary.fixtures.docker.DockerImages;
import dev.volary.fixtures.process.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A PostgreSQL in a container, reached by `docker exec`.
///
/// @param daemon the engine it runs in
/// @param name of the container
record DockerPostgres(DockerDaemon daemon, String name) {
  private static final int STEPS = 1200;

  /// Runs one on the directory `data`, which is made where it is not there, with further options of
  /// `docker run`; returns when it accepts connections.
  static DockerPostgres start(DockerDaemon daemon, String name, Path data, String... options) {
    if (!Files.exists(data)) {
      Command.of("install", "-d", "-m", "700", "-o", "postgres", data.toString()).succeed();
    }
    List<String> words = new ArrayList<>(List.of("run", "-d", "--network=none", "--name=" + name));
    words.addAll(List.of("--shm-size=256m", "--stop-signal=SIGINT"));
    words.add("--volume=" + data + ":" + DockerImages.POSTGRES_DATA);
    words.addAll(List.of(options));
    words.add(DockerImages.POSTGRES);
    daemon.docker(words.toArray(String[]::new)).succeed();
    DockerPostgres server = new DockerPostgres(daemon, name);
    server.awaitReady();
    return server;
  }

  /// Returns when it accepts connections.
  void awaitReady() {
    for (int step = 0; step < STEPS; step++) {
      if (exec("pg_isready", "-q").run().exitCode() == 0) {
        return;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
    throw new AssertionError(daemon.docker("logs", name).run());
  }

  /// A program in its container.
  Command exec(String... words) {
    List<String> all = new ArrayList<>(List.of("exec", name));
    all.addAll(List.of(words));
    return daemon.docker(all.toArray(String[]::new));
  }

  /// Runs SQL and returns the rows, one a line, columns divided by `|`.
  String sql(String statement) {
    return exec("psql", "-X", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", statement)
        .succeed()
        .out()
        .strip();
  }

  /// The state of its container, such as `running`.
  String state() {
    return daemon.docker("inspect", "-f", "{{.State.Status}}", name).succeed().out().strip();
  }
}
