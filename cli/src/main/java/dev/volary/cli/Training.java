package dev.volary.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Runs the commands of a file, one a line, in this process: what the AOT cache is trained on.
///
/// Words are separated by single spaces; empty lines and lines that start with `#` are skipped.
/// What a command answers does not matter, that its classes are loaded does.
final class Training {
  private Training() {}

  public static void main(String[] args) throws IOException {
    for (String line : Files.readAllLines(Path.of(args[0]))) {
      if (!line.isBlank() && !line.startsWith("#")) {
        Main.run(line.split(" ", -1));
      }
    }
    System.exit(0);
  }
}
