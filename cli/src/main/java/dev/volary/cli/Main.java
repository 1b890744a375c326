package dev.volary.cli;

import dev.volary.cli.output.Console;

/// The entry point of the program.
final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(run(args));
  }

  /// Runs one command in this process and answers its exit code.
  static int run(String... args) {
    if (args.length == 1 && args[0].equals("version")) {
      Console.system().line("volary 0.1.0");
      return 0;
    }
    return 2;
  }
}
