package dev.volary.cli.command.moment;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.docker.engine.Container;
import dev.volary.cli.docker.engine.Engine;
import dev.volary.cli.docker.engine.EngineSocket;
import dev.volary.cli.docker.engine.Uses;
import dev.volary.cli.docker.restart.StoppedContainers;
import dev.volary.core.depot.LiveWorktree;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.operation.live.Interruption;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Keeps a change of a worktree away from running containers: refuse, or stop them → change → start
/// them. If the change fails, the old data comes back before they do.
public final class AroundChange {
  private final Invocation call;
  private final LiveWorktree worktree;
  private final boolean restart;
  private List<String> restarted = List.of();

  /// @param restart whether containers may be stopped for it
  public AroundChange(Invocation call, LiveWorktree worktree, boolean restart) {
    this.call = call;
    this.worktree = worktree;
    this.restart = restart;
  }

  /// A change of the worktree.
  public interface Change<T> {
    /// Makes it.
    T make() throws IOException;
  }

  /// Makes the change; CONFLICT where containers use the worktree and may not be stopped, or were
  /// stopped for an earlier change and are still.
  public <T> T run(Change<T> change) throws IOException {
    Path file = worktree.folder().restartFile();
    Optional<StoppedContainers> left = StoppedContainers.read(file);
    if (left.isPresent()) {
      throw new VolaryException(
          Fault.CONFLICT,
          "%s were stopped for a change that was interrupted: `volary switch --continue` starts them"
              .formatted(String.join(", ", left.get().names())));
    }
    Optional<EngineSocket> socket = socket();
    if (socket.isEmpty()) {
      return change.make();
    }
    try (Engine engine = Engine.connect(socket.get())) {
      List<Container> users = new Uses(UsedBy.paths(worktree)).in(engine);
      if (users.isEmpty()) {
        return change.make();
      }
      if (!restart) {
        throw new VolaryException(
            Fault.CONFLICT,
            "%s is in use by %s: stop them, or add --restart to have them stopped and started again"
                .formatted(worktree.record().identity().path(), UsedBy.names(users)));
      }
      call.output().talk("stopping " + UsedBy.names(users));
      StoppedContainers stopped = StoppedContainers.stop(engine, users, file);
      T result = made(change, engine, stopped);
      // Before anything is said: where nobody listens any more, saying it fails.
      stopped.start(engine);
      restarted = stopped.names();
      call.output().talk("started " + String.join(", ", stopped.names()));
      warnOfOtherImages(engine, users);
      return result;
    }
  }

  /// A change that was made does not fail for this.
  private void warnOfOtherImages(Engine engine, List<Container> users) {
    try {
      OtherImages.warn(call, worktree, ImageLabels.of(engine, writers(users)));
    } catch (IOException | RuntimeException e) {
      call.output()
          .warn(
              "whether other images wrote this data could not be found out: %s"
                  .formatted(e.getMessage()));
    }
  }

  /// Those whose image matters to the data: where none may write, all.
  private List<Container> writers(List<Container> users) {
    Uses uses = new Uses(UsedBy.paths(worktree));
    List<Container> writers = users.stream().filter(uses::mayWrite).toList();
    return writers.isEmpty() ? users : writers;
  }

  private <T> T made(Change<T> change, Engine engine, StoppedContainers stopped)
      throws IOException {
    try {
      return change.make();
    } catch (IOException | RuntimeException e) {
      boolean begun = worktree.record().pending().isChange();
      if (!goneBack(e)) {
        throw e;
      }
      stopped.startAfter(engine, e);
      if (begun) {
        throw undone(e);
      }
      throw e;
    }
  }

  private static RuntimeException undone(Exception cause) {
    String why = String.valueOf(cause.getMessage());
    int advice = why.indexOf("; put that right");
    return new VolaryException(
        cause instanceof VolaryException failure ? failure.fault() : Fault.FAILED,
        (advice < 0 ? why : why.substring(0, advice))
            + "; the change was undone, and the containers have their old data",
        cause);
  }

  /// Returns whether the old data is there: a change that was begun is undone first.
  private boolean goneBack(Exception cause) {
    if (!worktree.record().pending().isChange()) {
      return true;
    }
    try {
      new Interruption(call.depot(), call.identity(), call.progress("going back")::done)
          .goBack(worktree);
      return true;
    } catch (IOException | RuntimeException e) {
      cause.addSuppressed(e);
      return false;
    }
  }

  /// Returns the names of those that were stopped and started again.
  public List<String> restarted() {
    return restarted;
  }

  /// Waits until containers are healthy, or run where they have no health check; FAILED where one
  /// of them is not so in time.
  public static void awaitHealthy(Invocation call, List<String> names, Duration limit)
      throws IOException {
    if (names.isEmpty()) {
      return;
    }
    InstantSource clock = call.surroundings().clock();
    Instant end = clock.instant().plus(limit);
    try (Engine engine = Engine.connect(EngineSocket.of(call.surroundings().environment()))) {
      for (String name : names) {
        Duration left = Duration.between(clock.instant(), end);
        // Whole seconds, as they are told.
        engine.awaitHealthy(name, left.plusMillis(999).truncatedTo(ChronoUnit.SECONDS));
      }
    }
  }

  private Optional<EngineSocket> socket() {
    Map<String, String> environment = call.surroundings().environment();
    if (restart) {
      return Optional.of(EngineSocket.of(environment));
    }
    try {
      return Optional.of(EngineSocket.of(environment)).filter(EngineSocket::answers);
    } catch (VolaryException e) {
      return Optional.empty(); // one on another machine uses nothing here
    }
  }

  /// Starts what was stopped for a change that was interrupted; returns whether there was any.
  public static boolean startLeft(Invocation call, LiveWorktree worktree) throws IOException {
    Optional<StoppedContainers> left = StoppedContainers.read(worktree.folder().restartFile());
    if (left.isEmpty()) {
      return false;
    }
    try (Engine engine = Engine.connect(EngineSocket.of(call.surroundings().environment()))) {
      call.output().talk("starting " + String.join(", ", left.get().names()));
      left.get().start(engine);
    }
    return true;
  }
}
