package dev.volary.core.capture.consistency;

import dev.volary.core.history.Consistency;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;

/// Several pauses: begun in order, ended in reverse whatever happens.
public final class CombinedPause implements Pause {
  private final List<Pause> pauses;

  /// Combines `pauses`, at least one.
  public CombinedPause(List<Pause> pauses) {
    this.pauses = List.copyOf(pauses);
  }

  @Override
  public String method() {
    return pauses.stream().map(Pause::method).collect(Collectors.joining("+"));
  }

  @Override
  public boolean stopsFileSystem() {
    return pauses.stream().anyMatch(Pause::stopsFileSystem);
  }

  @Override
  public Consistency.Level level() {
    return pauses.stream().anyMatch(pause -> pause.level() == Consistency.Level.DATABASE)
        ? Consistency.Level.DATABASE
        : Consistency.Level.PAUSED;
  }

  @Override
  public boolean stops(long pid) {
    return pauses.stream().anyMatch(pause -> pause.stops(pid));
  }

  @Override
  public void prepare() throws IOException {
    for (Pause pause : pauses) {
      pause.prepare();
    }
  }

  @Override
  public Held begin() throws IOException {
    Deque<Held> held = new ArrayDeque<>();
    try {
      for (Pause pause : pauses) {
        held.push(pause.begin());
      }
    } catch (IOException | RuntimeException e) {
      endAfter(e, held);
      throw e;
    }
    return () -> end(held);
  }

  private static void endAfter(Exception cause, Deque<Held> held) {
    try {
      end(held);
    } catch (IOException | RuntimeException e) {
      cause.addSuppressed(e);
    }
  }

  private static void end(Deque<Held> held) throws IOException {
    IOException failure = null;
    RuntimeException refusal = null;
    while (!held.isEmpty()) {
      try {
        held.pop().end();
      } catch (IOException e) {
        failure = failure == null ? e : failure;
      } catch (RuntimeException e) {
        refusal = refusal == null ? e : refusal;
      }
    }
    if (failure != null) {
      throw failure;
    }
    if (refusal != null) {
      throw refusal;
    }
  }
}
