package dev.volary.cli.command.moment;

import dev.volary.cli.docker.engine.Engine;
import dev.volary.core.operation.live.Moment;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// How writers are dealt with, and what is known of them.
///
/// @param moment what is done with them
/// @param labels facts that matter when the commit is brought back: which images wrote it
/// @param engine what pauses them, if it is needed meanwhile
public record ChosenMoment(Moment moment, SortedMap<String, String> labels, Optional<Engine> engine)
    implements AutoCloseable {
  public ChosenMoment {
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
  }

  static ChosenMoment of(Moment moment) {
    return new ChosenMoment(moment, new TreeMap<>(), Optional.empty());
  }

  @Override
  public void close() {
    engine.ifPresent(Engine::close);
  }
}
