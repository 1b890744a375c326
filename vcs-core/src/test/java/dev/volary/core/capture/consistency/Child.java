package dev.volary.core.capture.consistency;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A program that says `ready` and then waits until it is closed.
final class Child implements AutoCloseable {
  private final Process process;

  Child(String... command) throws IOException {
    process =
        new ProcessBuilder(List.of(command)).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String answer = process.inputReader(StandardCharsets.US_ASCII).readLine();
    if (!"ready".equals(answer)) {
      throw new AssertionError(List.of(command) + " said " + answer);
    }
  }

  /// A shell that runs `script`, says `ready` and waits.
  static Child shell(String script) throws IOException {
    return new Child("sh", "-c", script + "\necho ready\nread x");
  }

  long pid() {
    return process.pid();
  }

  /// Kills it as `kill -9` does.
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
