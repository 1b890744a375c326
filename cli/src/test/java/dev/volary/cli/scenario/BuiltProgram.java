package dev.volary.cli.scenario;

import dev.volary.fixtures.process.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What the build assembled, copied to where every user of the machine can run it and no source can
/// be newer than it.
final class BuiltProgram {
  private static final Path LAUNCHER = copy();

  private BuiltProgram() {}

  static Path launcher() {
    return LAUNCHER;
  }

  private static Path copy() {
    Path top = top();
    Path built = Path.of(System.getProperty("volary.dist", top.resolve("cli/target/dist") + ""));
    if (!Files.exists(built.resolve("stamp"))) {
      throw new AssertionError(built + " is not assembled: run the build up to `package` first");
    }
    try {
      Path copy = Files.createTempDirectory("volary-built");
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> Command.of("rm", "-rf", copy.toString()).run()));
      Files.createDirectories(copy.resolve("cli/target"));
      // Times stay: the cache of classes is bound to them.
      Command.of("cp", "-aL", top.resolve("volary").toString(), copy + "/volary").succeed();
      Command.of("cp", "-aL", top.resolve(".ci").toString(), copy + "/.ci").succeed();
      Command.of("cp", "-aL", built.toString(), copy + "/cli/target/dist").succeed();
      Command.of("chmod", "-R", "a+rX", copy.toString()).succeed();
      return copy.resolve("volary");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path top() {
    Path here = Path.of("").toAbsolutePath();
    while (!Files.isExecutable(here.resolve("volary")) || !Files.exists(here.resolve(".ci"))) {
      Path parent = here.getParent();
      if (parent == null) {
        throw new AssertionError("no launcher above " + Path.of("").toAbsolutePath());
      }
      here = parent;
    }
    return here;
  }
}
