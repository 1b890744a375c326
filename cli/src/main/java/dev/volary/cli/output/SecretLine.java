package dev.volary.cli.output;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.linux.Linux;
import java.io.ByteArrayOutputStream;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// A line of standard input that nobody else shall read: not echoed where a person types it.
public final class SecretLine {
  private static final int MAX_BYTES = 64 << 10;

  private SecretLine() {}

  /// Reads it; USAGE where nothing is there.
  ///
  /// @param prompt what a person is asked
  public static String read(String prompt) throws IOException {
    Console console = Linux.isTerminal(0) ? System.console() : null;
    String line;
    if (console != null) {
      char[] typed = console.readPassword("%s: ", prompt);
      line = typed == null ? "" : new String(typed);
    } else {
      line = line(System.in);
    }
    if (line.isBlank()) {
      throw new VolaryException(
          Fault.USAGE, "nothing came on standard input: write the %s there".formatted(prompt));
    }
    return line.strip();
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c >= 0 && c != '\n' && line.size() < MAX_BYTES; c = in.read()) {
      line.write(c);
    }
    return line.toString(StandardCharsets.UTF_8);
  }
}
