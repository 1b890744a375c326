package dev.volary.cli.command.moment;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.docker.engine.Container;
import dev.volary.cli.docker.engine.Engine;
import dev.volary.cli.docker.engine.EngineSocket;
import dev.volary.cli.docker.engine.Uses;
import dev.volary.cli.docker.pause.ContainerPause;
import dev.volary.cli.docker.pause.Database;
import dev.volary.cli.docker.pause.DatabasePause;
import dev.volary.core.capture.consistency.Pause;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.io.ByteString;
import dev.volary.core.operation.live.Moment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Finds the containers that have to stand still while a directory is captured.
final class ContainerChoice {
  private ContainerChoice() {}

  /// What was asked for.
  ///
  /// @param named containers, by name or id
  /// @param auto whether those that may write to the directory are found
  /// @param explicit whether somebody said so: then an engine must be there
  /// @param database what is brought to a safe point first
  record Wish(List<String> named, boolean auto, boolean explicit, Optional<Database> database) {}

  /// Adds to `asked` what pauses them; without containers, and where nothing else was asked for,
  /// nobody may be writing.
  static ChosenMoment choose(
      Invocation call, List<ByteString> directories, Wish wish, Moment.Paused asked)
      throws IOException {
    boolean needed = wish.explicit() || !wish.named().isEmpty();
    Optional<EngineSocket> socket = socket(call.surroundings().environment(), needed);
    if (socket.isEmpty()) {
      return ChosenMoment.of(new Moment.Quiet());
    }
    Engine engine = Engine.connect(socket.get());
    try {
      List<Container> containers = containers(engine, directories, wish);
      if (containers.isEmpty()) {
        engine.close();
        return ChosenMoment.of(otherwise(wish, asked));
      }
      List<Pause> pauses = new ArrayList<>();
      if (wish.database().isPresent()) {
        for (Container server : DatabasePause.servers(containers, wish.database().get())) {
          pauses.add(
              new DatabasePause(engine, server, wish.database().get(), Moment.LONGEST_PAUSE));
        }
      }
      pauses.add(new ContainerPause(engine, socket.get(), containers, Moment.LONGEST_PAUSE));
      return new ChosenMoment(
          new Moment.Paused(asked.freeze(), asked.unit(), asked.before(), asked.after(), pauses),
          new TreeMap<>(ImageLabels.of(engine, containers)),
          Optional.of(engine));
    } catch (IOException | RuntimeException e) {
      engine.close();
      throw e;
    }
  }

  private static Moment otherwise(Wish wish, Moment.Paused asked) {
    if (wish.database().isPresent()) {
      throw new VolaryException(
          Fault.NOT_FOUND,
          "no running container uses this data, so there is no %s to be told: leave --db out"
              .formatted(wish.database().get().word()));
    }
    boolean more =
        asked.freeze()
            || asked.unit().isPresent()
            || !asked.before().isEmpty()
            || !asked.after().isEmpty();
    return more ? asked : new Moment.Quiet();
  }

  private static Optional<EngineSocket> socket(Map<String, String> environment, boolean needed) {
    if (needed) {
      return Optional.of(EngineSocket.of(environment));
    }
    try {
      return Optional.of(EngineSocket.of(environment)).filter(EngineSocket::answers);
    } catch (VolaryException e) {
      return Optional.empty(); // one on another machine uses nothing here
    }
  }

  private static List<Container> containers(Engine engine, List<ByteString> directories, Wish wish)
      throws IOException {
    Map<String, Container> chosen = new LinkedHashMap<>();
    for (String name : wish.named()) {
      Container container = engine.container(name).container();
      if (!container.alive()) {
        throw new VolaryException(
            Fault.CONFLICT,
            "container %s does not run, so it can't be paused: leave --pause %s out"
                .formatted(container.name(), name));
      }
      chosen.put(container.id(), container);
    }
    if (wish.auto()) {
      Uses uses = new Uses(directories);
      for (Container container : uses.in(engine)) {
        if (uses.mayWrite(container)) {
          chosen.putIfAbsent(container.id(), container);
        }
      }
    }
    return List.copyOf(chosen.values());
  }
}
