package dev.volary.cli.docker.restart;

import dev.volary.cli.docker.engine.Container;
import dev.volary.cli.docker.engine.Engine;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.io.AtomicFile;
import dev.volary.remote.message.json.JsonObject;
import dev.volary.remote.message.json.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Containers that were stopped for a change, kept in a file until they run again, so that even a
/// crash leaves known which they are.
public final class StoppedContainers {
  /// Compose waits without a limit; a change must end.
  private static final Duration LONGEST_TO_HEALTH = Duration.ofMinutes(2);

  private final Path file;
  private final List<Stopped> inStartOrder;

  /// @param awaited whether those after it must not start before it is healthy
  private record Stopped(String id, String name, boolean awaited) {}

  private StoppedContainers(Path file, List<Stopped> inStartOrder) {
    this.file = file;
    this.inStartOrder = List.copyOf(inStartOrder);
  }

  /// Stops `containers`, those first that depend on others, after writing to `file` which they are.
  /// Where one can't be stopped, all are started again and this fails.
  public static StoppedContainers stop(Engine engine, List<Container> containers, Path file)
      throws IOException {
    requireRestartable(engine, containers);
    List<Container> order = StartOrder.of(containers, engine.containers(true));
    StoppedContainers stopped =
        new StoppedContainers(
            file,
            order.stream()
                .map(c -> new Stopped(c.id(), c.name(), StartOrder.isAwaited(c, order)))
                .toList());
    stopped.write();
    try {
      for (Stopped one : stopped.inStartOrder.reversed()) {
        engine.stop(one.id());
      }
      return stopped;
    } catch (IOException | RuntimeException e) {
      stopped.startAfter(engine, e);
      throw e;
    }
  }

  private static void requireRestartable(Engine engine, List<Container> containers)
      throws IOException {
    for (Container container : containers) {
      if (container.state().equals("paused")) {
        throw new VolaryException(
            Fault.CONFLICT,
            "container %s is paused: unpause it, for it can't be stopped so"
                .formatted(container.name()));
      }
      if (engine.container(container.id()).removedWhenStopped()) {
        throw new VolaryException(
            Fault.CONFLICT,
            "container %s was run with --rm, so it could not be started again: stop it yourself"
                .formatted(container.name()));
      }
    }
  }

  /// Returns those a file tells of, if it is there.
  public static Optional<StoppedContainers> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    List<Stopped> stopped =
        JsonText.readForeign(Files.readAllBytes(file)).getFirst().objects("containers").stream()
            .map(json -> new Stopped(json.text("id"), json.text("name"), json.flag("awaited")))
            .toList();
    return Optional.of(new StoppedContainers(file, stopped));
  }

  private void write() throws IOException {
    JsonObject json =
        JsonObject.EMPTY.with(
            "containers",
            inStartOrder.stream()
                .map(one ->
                    JsonObject.EMPTY
                        .with("id", one.id())
                        .with("name", one.name())
                        .with("awaited", one.awaited()))
                .toList());
    AtomicFile.publish(file, json.toString().getBytes(StandardCharsets.UTF_8));
  }

  /// Their names, in the order in which they are started.
  public List<String> names() {
    return inStartOrder.stream().map(Stopped::name).toList();
  }

  /// Starts them, each that others wait for until it is healthy, and forgets them; tries all, and
  /// FAILED names those that did not start and stay known. One that was removed meanwhile is passed
  /// over.
  public void start(Engine engine) throws IOException {
    List<String> failed = new ArrayList<>();
    Optional<RuntimeException> why = Optional.empty();
    for (Stopped one : inStartOrder) {
      try {
        engine.start(one.id());
        if (one.awaited()) {
          engine.awaitHealthy(one.id(), LONGEST_TO_HEALTH);
        }
      } catch (VolaryException e) {
        if (e.fault() != Fault.NOT_FOUND) {
          failed.add(one.name());
          why = Optional.of(e);
        }
      }
    }
    if (why.isPresent()) {
      throw new VolaryException(
          Fault.FAILED,
          "%s did not start: %s; `volary switch --continue` tries again"
              .formatted(String.join(", ", failed), why.get().getMessage()),
          why.get());
    }
    AtomicFile.remove(file);
  }

  /// Starts them after a failure, which takes up what may fail now.
  public void startAfter(Engine engine, Exception cause) {
    try {
      start(engine);
    } catch (IOException | RuntimeException e) {
      cause.addSuppressed(e);
    }
  }
}
