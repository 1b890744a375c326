package dev.volary.cli;

import dev.volary.cli.output.Console;

/// The entry point of the program.
final class Main {
  private Main() {}

  public static void main(String[] args) {
    Console.system().line("volary 0.1.0");
  }
}
