package dev.volary.cli.scenario;

import dev.volary.fixtures.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// A `volary docker-plugin` that runs, under a name of its own: every engine of the machine looks
/// into the same folder for plugins.
final class OfferedVolumes implements AutoCloseable {
  private static final Path PLUGINS = Path.of("/run/docker/plugins");
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final Volary volary;
  private final String name;
  private Command.Running running;

  private OfferedVolumes(Volary volary, String name) throws IOException {
    this.volary = volary;
    this.name = name;
    this.running = begin();
  }

  static OfferedVolumes start(Volary volary) throws IOException {
    Path unique = Files.createTempFile("volary", "");
    return new OfferedVolumes(volary, String.valueOf(unique.getFileName()));
  }

  /// What Docker calls the driver.
  String driver() {
    return name;
  }

  Path socket() {
    return PLUGINS.resolve(name + ".sock");
  }

  private Command.Running begin() {
    Command.Running begun =
        volary.command("docker-plugin", "--socket", socket().toString()).start();
    await("the plugin answers", () -> answers() || !begun.process().isAlive());
    if (!begun.process().isAlive()) {
      throw new AssertionError("the plugin ended: " + begun.await(LIMIT));
    }
    return begun;
  }

  private boolean answers() {
    return Command.of(
                "curl",
                "--silent",
                "--fail",
                "--unix-socket",
                socket().toString(),
                "--request",
                "POST",
                "http://plugin/Plugin.Activate")
            .run()
            .exitCode()
        == 0;
  }

  /// Kills it as `kill -9` does.
  void kill() {
    running.kill();
    running.await(LIMIT);
  }

  void restart() {
    running = begin();
  }

  /// Sends it a signal such as `STOP` or `CONT`.
  void signal(String signal) {
    // The launcher is replaced by the program, so that this is the plugin itself.
    List<String> words = new ArrayList<>(List.of("kill", "-" + signal));
    words.add(Long.toString(running.process().pid()));
    Command.of(words).succeed();
  }

  /// What it has said so far.
  String said() {
    return running.said();
  }

  /// Asks it to end, as a service manager does, and returns what it said.
  String stop() {
    running.process().destroy();
    return running.await(LIMIT).err();
  }

  @Override
  public void close() throws IOException {
    if (running.process().isAlive()) {
      running.process().destroy();
      running.await(LIMIT);
    }
    Files.deleteIfExists(socket());
    Files.deleteIfExists(socket().resolveSibling(socket().getFileName() + ".lock"));
  }

  static void await(String what, BooleanSupplier condition) {
    await(() -> what, condition);
  }

  /// Waits for a condition.
  ///
  /// @param missing says what did not come about, and what was seen instead
  static void await(Supplier<String> missing, BooleanSupplier condition) {
    for (long waited = 0; !condition.getAsBoolean(); waited += STEP_NANOS) {
      if (waited > LIMIT.toNanos()) {
        throw new AssertionError(missing.get());
      }
      LockSupport.parkNanos(STEP_NANOS);
    }
  }
}
