package dev.volary.core.capture.consistency;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The user's own commands before and after the capture. Those after run whatever happened, in
/// reverse, and by the watchdog if this process dies.
public final class HookPause implements Pause {
  private final List<String> before;
  private final List<String> after;
  private final Duration limit;

  /// Runs `before` in order and `after` in reverse; none of them, nor the time between, may take
  /// longer than `limit`.
  public HookPause(List<String> before, List<String> after, Duration limit) {
    this.before = List.copyOf(before);
    this.after = List.copyOf(after);
    this.limit = limit;
  }

  @Override
  public String method() {
    return "hooks";
  }

  @Override
  public Held begin() throws IOException {
    String undo = String.join("\n", after.reversed());
    Duration total = limit.multipliedBy(before.size() + 1L);
    Watchdog watchdog = Watchdog.start(List.of("sh", "-c", undo), Optional.empty(), total);
    try {
      for (String command : before) {
        ShellCommand.run(command, limit);
      }
    } catch (IOException | RuntimeException e) {
      endAfter(e, watchdog);
      throw e;
    }
    return () -> end(watchdog);
  }

  private void endAfter(Exception cause, Watchdog watchdog) throws IOException {
    try {
      end(watchdog);
    } catch (VolaryException e) {
      cause.addSuppressed(e);
    }
  }

  private void end(Watchdog watchdog) throws IOException {
    VolaryException failure = null;
    for (String command : after.reversed()) {
      try {
        ShellCommand.run(command, limit);
      } catch (VolaryException e) {
        failure = failure == null ? e : failure;
      }
    }
    if (!watchdog.dismiss()) {
      throw Watchdog.brokenPause(method(), limit);
    }
    if (failure != null) {
      throw new VolaryException(
          Fault.FAILED, failure.getMessage() + "; look whether the writers go on", failure);
    }
  }
}
