package dev.volary.core.capture.consistency;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// A program that begins a pause and then waits to be killed.
final class PausingProgram {
  private PausingProgram() {}

  /// Begins a pause whose end is the command in the first argument.
  public static void main(String[] arguments) throws IOException {
    new HookPause(List.of(), List.of(arguments[0]), Duration.ofMinutes(10)).begin();
    System.out.println("ready");
    var _ = System.in.read();
  }
}
