package dev.volary.core.capture.consistency;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// A command line of the user's, run by `sh` with a time limit.
final class ShellCommand {
  private ShellCommand() {}

  /// Runs it; fails with [Fault#FAILED] if it fails or takes longer than `limit`.
  ///
  /// It prints where this program does, to standard error, so that standard output stays data.
  static void run(String command, Duration limit) throws IOException {
    Process process =
        new ProcessBuilder("sh", "-c", "exec >&2\n" + command)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .start();
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw failure(command, "took longer than " + limit.toSeconds() + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new VolaryException(Fault.INTERRUPTED, "Interrupted while '" + command + "' ran", e);
    } finally {
      if (process.isAlive()) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    }
    if (process.exitValue() != 0) {
      throw failure(command, "failed with exit code " + process.exitValue());
    }
  }

  private static VolaryException failure(String command, String how) {
    return new VolaryException(Fault.FAILED, "The command '" + command + "' " + how);
  }
}
