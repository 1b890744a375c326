package dev.volary.cli.command.worktree;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.output.Output;
import dev.volary.core.capture.rules.Preset;
import dev.volary.core.depot.VolumeName;
import dev.volary.core.operation.live.Initialise;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `volary init`.
@Command(name = "init", description = "Start versioning a directory; nothing is written into it.")
public final class Init implements Verb {
  @Option(
      names = "--name",
      paramLabel = "N",
      description = "the volume's name (default: the folder's)")
  private @Nullable String name;

  @Option(
      names = "--preset",
      paramLabel = "P",
      description = "postgres, mysql, redis or none (default: what is found)")
  private @Nullable String preset;

  @Option(
      names = "--allow-outside-links",
      description = "version links that lead data out of the tree as mere links")
  private boolean allowOutsideLinks;

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      description = "the directory (default: where you stand)")
  private String directory = ".";

  @Override
  public int run(Invocation call) throws IOException {
    Initialise.Result made =
        new Initialise(call.depotOrNew())
            .run(
                new Initialise.Request(
                    Places.absolute(call, directory),
                    Optional.ofNullable(name).map(VolumeName::new),
                    Optional.ofNullable(preset).map(Preset::of),
                    allowOutsideLinks));
    Output output = call.output();
    if (output.mode().json()) {
      output.json(
          "volary.init/1",
          json ->
              json.put("volume", made.volume().name().text())
                  .put("worktree", made.worktree().path())
                  .objects(
                      "presets",
                      made.sites(),
                      (object, site) ->
                          object.put("path", site.path()).put("preset", site.preset().word())));
      return DONE;
    }
    if (output.mode().quiet()) {
      output.line(made.volume().name().text());
      return DONE;
    }
    output.line("volume %s versions %s".formatted(made.volume().name(), made.worktree().path()));
    made.sites()
        .forEach(site ->
            output.line(
                "preset %s for %s (change it with `volary config --volume capture.preset NAME`)"
                    .formatted(
                        site.preset().word(),
                        site.path().isEmpty() ? "the whole tree" : site.path())));
    output.talk("next: volary -C %s commit -m 'first state'".formatted(made.volume().name()));
    return DONE;
  }
}
