package dev.volary.core.capture.consistency;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A detached shell in a session of its own that undoes a pause when this process dies or a limit
/// passes: it waits on a pipe that only this process holds open, so even `kill -9` reaches it.
public final class Watchdog {
  /// Opens what it is told to first, so that nothing it needs later can be out of reach.
  private static final String SCRIPT =
      """
      trap '' INT HUP TERM
      limit=$1; keep=$2; shift 2
      if [ -n "$keep" ]; then exec 9<"$keep" || exit 4; fi
      command -v "$1" >/dev/null || exit 5
      echo ready
      word=$(timeout "$limit" head -n 1)
      if [ "$word" = done ]; then exit 0; fi
      "$@" >/dev/null 2>&1
      exit 3
      """;

  private static final int FIRED = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Process process;

  private Watchdog(Process process) {
    this.process = process;
  }

  /// Starts one that runs `undo` after `limit` unless dismissed; returns once it is on guard.
  ///
  /// @param keep a path it holds open as descriptor 9 meanwhile
  public static Watchdog start(List<String> undo, Optional<String> keep, Duration limit)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("setsid", "sh", "-c", SCRIPT, "watchdog"));
    command.add(Long.toString(Math.max(1, limit.toSeconds())));
    command.add(keep.orElse(""));
    command.addAll(undo);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    BufferedReader answers = process.inputReader(StandardCharsets.US_ASCII);
    if (!Objects.equals(answers.readLine(), "ready")) {
      process.destroy();
      throw new VolaryException(
          Fault.FAILED,
          "The watchdog that would end the pause did not start; it needs setsid, timeout, head and "
              + undo.getFirst());
    }
    return new Watchdog(process);
  }

  /// Tells it that the pause was undone; returns whether it had not done so itself.
  public boolean dismiss() throws IOException {
    try (var pipe = process.outputWriter(StandardCharsets.US_ASCII)) {
      pipe.write("done\n");
    } catch (IOException e) {
      // It has ended, and its exit code says how.
    }
    try {
      return process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
          && process.exitValue() != FIRED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the watchdog was dismissed", e);
    }
  }

  /// Leaves it to undo the pause at once, and waits until it has.
  public void abandon() throws IOException {
    process.getOutputStream().close();
    try {
      if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("the watchdog takes long to undo the pause");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the watchdog undid the pause", e);
    }
  }

  /// Returns the failure of a pause that ended by itself.
  public static VolaryException brokenPause(String method, Duration limit) {
    return new VolaryException(
        Fault.FAILED,
        "The pause ("
            + method
            + ") was over before the capture was, after at most "
            + limit.toSeconds()
            + " s; nothing was committed, try again or allow more time");
  }
}
