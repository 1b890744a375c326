package dev.volary.cli.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// Watches how much memory a process uses that is no file's: its heap and what native code takes.
final class MemoryPeak {
  private static final int EVERY_MILLIS = 50;
  private static final String LINE = "RssAnon:";

  private MemoryPeak() {}

  /// Waits for the end of `process` and returns the most bytes it was seen with.
  static long of(Process process) throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    long peak = 0;
    try {
      while (!process.waitFor(EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
        peak = Math.max(peak, anonymous(status));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
    if (peak == 0) {
      throw new AssertionError("the process was never seen");
    }
    return peak;
  }

  private static long anonymous(Path status) throws IOException {
    try {
      return Files.readAllLines(status).stream()
          .filter(line -> line.startsWith(LINE))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
          .findFirst()
          .orElse(0);
    } catch (NoSuchFileException e) {
      return 0;
    }
  }
}
