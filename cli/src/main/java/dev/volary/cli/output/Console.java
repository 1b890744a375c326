package dev.volary.cli.output;

import java.io.PrintStream;

/// The standard output of the process, as lines of text.
public final class Console {
  private final PrintStream out;

  private Console(PrintStream out) {
    this.out = out;
  }

  /// The console of this process.
  public static Console system() {
    return new Console(System.out);
  }

  /// Prints one line.
  public void line(String text) {
    out.println(text);
  }
}
