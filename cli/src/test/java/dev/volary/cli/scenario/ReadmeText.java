package dev.volary.cli.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The commands of the README, for typing them as they stand there.
final class ReadmeText {
  private static final String FENCE = "```sh\n";

  private ReadmeText() {}

  /// Returns the first block of commands after `heading` as a script that ends where one fails.
  static String script(String heading) throws IOException {
    String readme = Files.readString(top().resolve("README.md"));
    int start = readme.indexOf(FENCE, readme.indexOf(heading)) + FENCE.length();
    return "set -e\nvolary() { '%s' \"$@\"; }\n%s"
        .formatted(BuiltProgram.launcher(), readme.substring(start, readme.indexOf("```", start)));
  }

  private static Path top() {
    Path here = Path.of("").toAbsolutePath();
    while (!Files.exists(here.resolve("README.md")) || !Files.exists(here.resolve("volary"))) {
      here = here.getParent();
    }
    return here;
  }
}
