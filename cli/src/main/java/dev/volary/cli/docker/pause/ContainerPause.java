package dev.volary.cli.docker.pause;

import dev.volary.cli.docker.engine.Container;
import dev.volary.cli.docker.engine.Engine;
import dev.volary.cli.docker.engine.EngineSocket;
import dev.volary.core.capture.consistency.Pause;
import dev.volary.core.capture.consistency.Watchdog;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Pauses containers, all at once, by the Docker Engine. Those that are paused already stay so.
public final class ContainerPause implements Pause {
  private static final int MAX_METHOD = 900;

  private final Engine engine;
  private final EngineSocket socket;
  private final List<Container> containers;
  private final Duration limit;

  /// Pauses `containers` of `engine`, which listens on `socket`, for at most `limit`.
  public ContainerPause(
      Engine engine, EngineSocket socket, List<Container> containers, Duration limit) {
    this.engine = engine;
    this.socket = socket;
    this.containers = List.copyOf(containers);
    this.limit = limit;
  }

  @Override
  public String method() {
    String names = containers.stream().map(Container::name).collect(Collectors.joining(","));
    return names.length() > MAX_METHOD
        ? "docker: " + containers.size() + " containers"
        : "docker:" + names;
  }

  /// By its control group, whose path has the container's id, however deep and of either version.
  @Override
  public boolean stops(long pid) {
    return ContainerProcesses.containerOf(pid, containers).isPresent()
        || !Files.exists(Path.of("/proc/" + pid)); // one that has ended stands still
  }

  @Override
  public Held begin() throws IOException {
    List<String> running =
        containers.stream().filter(c -> !c.state().equals("paused")).map(Container::id).toList();
    if (running.isEmpty()) {
      return this::requirePaused;
    }
    Watchdog watchdog = Watchdog.start(Undoing.command(socket, running), Optional.empty(), limit);
    Together pauses = Together.run(running, id -> engine.pause(id, limit));
    if (pauses.failure().isPresent()) {
      Exception cause = pauses.failure().get();
      Together undone = Together.run(pauses.done(), engine::unpause);
      undone.failure().ifPresent(cause::addSuppressed);
      if (undone.failure().isEmpty()
          && pauses.failures().stream().allMatch(ContainerPause::isRefusal)) {
        watchdog.dismiss();
      } else {
        // One stands still yet, or a pause whose answer did not come may still happen.
        abandon(watchdog, cause);
      }
      throw Together.thrown(cause);
    }
    return () -> end(running, watchdog);
  }

  private static boolean isRefusal(Exception failure) {
    return failure instanceof VolaryException refused
        && (refused.fault() == Fault.CONFLICT || refused.fault() == Fault.NOT_PERMITTED);
  }

  private static void abandon(Watchdog watchdog, Exception cause) {
    try {
      watchdog.abandon();
    } catch (IOException e) {
      cause.addSuppressed(e); // it goes on trying
    }
  }

  private void end(List<String> running, Watchdog watchdog) throws IOException {
    Together others =
        Together.run(
            containers.stream().map(Container::id).filter(id -> !running.contains(id)).toList(),
            this::requirePaused);
    Together ends = Together.run(running, engine::unpause);
    VolaryException broken = Watchdog.brokenPause(method(), limit);
    if (ends.failure().isPresent()) {
      // One went on by itself, or could not be let go: the watchdog tries by its own means.
      abandon(watchdog, broken);
    } else if (watchdog.dismiss() && others.failure().isEmpty()) {
      return;
    }
    ends.failure().ifPresent(broken::addSuppressed);
    others.failure().ifPresent(broken::addSuppressed);
    throw broken;
  }

  private void requirePaused() throws IOException {
    for (Container container : containers) {
      requirePaused(container.id());
    }
  }

  private void requirePaused(String id) throws IOException {
    if (!engine.container(id).container().state().equals("paused")) {
      throw new VolaryException(
          Fault.FAILED,
          "a container that was paused went on before the capture was over; try again");
    }
  }
}
