package dev.volary.assembly;

import java.io.IOException;
import java.nio.file.Path;

/// Lets the program write its manual pages, for `man -M DISTRIBUTION/man volary`.
final class Manual {
  private final Path distribution;

  Manual(Path distribution) {
    this.distribution = distribution;
  }

  void write() throws IOException, InterruptedException {
    Process running =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                distribution.resolve("lib/volary.jar").toString(),
                "dev.volary.cli.Main",
                "--quiet",
                "help",
                "--man",
                distribution.resolve("man/man1").toString())
            .inheritIO()
            .start();
    int exitCode = running.waitFor();
    if (exitCode != 0) {
      throw new IOException("the manual pages can't be written: exit code " + exitCode);
    }
  }
}
