package dev.volary.cli.command.adopt;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.output.Output;
import dev.volary.cli.output.Words;
import dev.volary.core.depot.Targets;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.operation.Volumes;
import dev.volary.core.operation.live.Export;
import dev.volary.core.restore.RestoreResult;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `volary eject`.
@Command(
    name = "eject",
    description = "Make a plain Docker volume of a commit's data, free of volary.")
public final class Eject implements Verb {
  @Option(
      names = "--docker",
      paramLabel = "PLAIN",
      required = true,
      description = "the new Docker volume, of the driver local")
  private String plain = "";

  @Option(
      names = "--remove",
      description = "put the versioned volume in the trash afterwards (its directories stay)")
  private boolean remove;

  @Parameters(
      paramLabel = "NAME[@REV][:SUBVOLUME]",
      description = "the volume, or a commit of it, or one directory of that")
  private @Nullable String name;

  @Override
  public int run(Invocation call) throws IOException {
    Targets.RevisionTarget what = revision(call, String.valueOf(name));
    try (DockerVolumes volumes = DockerVolumes.connect(call)) {
      if (volumes.find(plain).isPresent()) {
        throw new VolaryException(
            Fault.CONFLICT,
            "there is a Docker volume %s already: choose another name".formatted(plain));
      }
      Volumes versioned = new Volumes(call.depot(), call.identity());
      if (remove) {
        versioned.requireRemovable(what.volume().name());
      }
      RestoreResult done = fill(call, what, volumes);
      if (remove) {
        versioned.remove(what.volume().name());
      }
      tell(call.output(), what, done);
    }
    return DONE;
  }

  /// `NAME` alone is what the volume has now, and so is `NAME:SUBVOLUME`.
  private static Targets.RevisionTarget revision(Invocation call, String typed) throws IOException {
    int colon = typed.indexOf(':');
    String volume = colon < 0 ? typed : typed.substring(0, colon);
    String rest = colon < 0 ? "" : typed.substring(colon);
    return call.revision(volume.contains("@") ? typed : volume + "@" + rest);
  }

  /// A volume that was not filled does not stay.
  private RestoreResult fill(Invocation call, Targets.RevisionTarget what, DockerVolumes volumes)
      throws IOException {
    DockerVolumes.Made made = volumes.create(plain);
    try {
      return new Export(call.depot(), call.progress("exporting")::done)
          .toDirectory(what, made.directory());
    } catch (IOException | RuntimeException e) {
      volumes.removeAfter(made, e);
      throw e;
    }
  }

  private void tell(Output output, Targets.RevisionTarget what, RestoreResult done) {
    if (output.mode().json()) {
      output.json(
          "volary.eject/1",
          json ->
              json.put("volume", what.volume().name().text())
                  .put("commit", what.commit().toHex())
                  .put("docker", plain)
                  .put("removed", remove)
                  .put("bytesWritten", done.bytesWritten())
                  .put("unheld", done.unheld().size()));
      return;
    }
    if (output.mode().quiet()) {
      output.line(plain);
      return;
    }
    output.line(
        "Docker volume %s holds %s of %s: %s"
            .formatted(
                plain,
                what.commit().shortHex(),
                what.volume().name(),
                Words.size(done.bytesWritten())));
    if (remove) {
      output.talk("undo: volary trash restore " + what.volume().name());
    }
    if (done.unheld().size() > 0) {
      output.warn(
          "%d entries can't be held there as they are (owners, devices, attributes)"
              .formatted(done.unheld().size()));
    }
  }
}
