package dev.volary.cli.command.demo;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.core.depot.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `volary demo`.
@Command(
    name = "demo",
    description = "Do the main job on real data: a PostgreSQL under load where one is installed.")
public final class Demo implements Verb {
  @Option(names = "--keep", description = "leave the depot and the data where they are")
  private boolean keep;

  @Option(
      names = "--generated",
      description = "use a generated tree even where PostgreSQL is installed")
  private boolean generated;

  @Override
  public int run(Invocation call) throws IOException {
    Path place = Files.createTempDirectory("volary-demo-");
    // The server's own user must reach its data below.
    Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxr-xr-x"));
    Stage stage = new Stage(call.output(), call.surroundings().clock(), place);
    try {
      if (!generated && PostgresScene.possible()) {
        new PostgresScene(stage).play();
      } else {
        new GeneratedScene(stage).play();
      }
      stage.say("");
      stage.say("Done: " + stage.summary());
      return DONE;
    } finally {
      if (keep) {
        stage.say("kept in " + place + "; look around with --depot " + stage.depot());
      } else {
        Trees.deleteIfExists(place);
      }
    }
  }
}
