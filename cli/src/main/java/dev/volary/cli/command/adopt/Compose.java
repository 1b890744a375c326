package dev.volary.cli.command.adopt;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.command.moment.ImagesHere;
import dev.volary.cli.docker.compose.SideBySide;
import dev.volary.cli.output.Output;
import dev.volary.core.depot.Targets;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.io.ByteString;
import dev.volary.core.io.RawText;
import dev.volary.core.linux.Linux;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `volary compose`.
@Command(
    name = "compose",
    description = "Run a Compose project on an earlier state of its data, beside the present one.")
public final class Compose implements Verb {
  private static final ByteString SLASH = ByteString.utf8("/");

  @Option(
      names = {"-p", "--project"},
      paramLabel = "NAME",
      required = true,
      description =
          "the name of the second project, of the branch its data lives on and of its file")
  private String project = "";

  @Option(
      names = "--to",
      paramLabel = "DIR",
      description = "where its data lives, new or empty (default: beside the depot)")
  private @Nullable String to;

  @Parameters(
      index = "0",
      paramLabel = "VOLUME@REV",
      description = "the state, of a volume that init --compose has made")
  private String revision = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FILE",
      description = "the project's Compose file (default: the one where you stand)")
  private @Nullable String file;

  @Override
  public int run(Invocation call) throws IOException {
    requireName();
    Targets.RevisionTarget what = call.revision(revision);
    ComposeData data = ComposeData.of(call, Optional.ofNullable(file));
    EarlierState state = new EarlierState(call, what, project);
    state.requireHolds(data);
    ImagesHere.compare(call, what.volume(), what.commit());
    ByteString directory = state.live(place(call, what));
    SideBySide.Result made =
        SideBySide.make(
            Linux.path(call.here()),
            Optional.ofNullable(file),
            call.surroundings().environment(),
            new SideBySide.Request(project, Linux.path(directory), new FreePorts()));
    Path written = write(made);
    tell(call.output(), new Told(what, directory, written, made.notes()));
    return DONE;
  }

  private void requireName() {
    if (!project.matches("[a-z0-9][a-z0-9_-]*")) {
      throw new VolaryException(
          Fault.USAGE,
          "'%s' is no project name: use a-z, 0-9, _ and -, beginning with a letter or digit"
              .formatted(project));
    }
  }

  private ByteString place(Invocation call, Targets.RevisionTarget what) {
    if (to != null) {
      ByteString typed = RawText.encode(to);
      return typed.startsWith(SLASH) ? typed : call.here().plus(SLASH).plus(typed);
    }
    Path depot = call.depotDirectory().toAbsolutePath();
    Path beside = depot.resolveSibling(depot.getFileName() + "-live");
    return Linux.bytes(beside.resolve(what.volume().name() + "-" + project));
  }

  /// The file stands beside the project's own, so that relative paths in it stay true.
  private Path write(SideBySide.Result made) throws IOException {
    Path target = made.source().resolveSibling("compose." + project + ".yaml");
    if (target.equals(made.source())) {
      throw new VolaryException(
          Fault.CONFLICT, "the project's own file is %s: choose another -p".formatted(target));
    }
    String head =
        "# %s on other data, written by volary; gone with volary worktree remove and this file.%n"
            .formatted(made.source().getFileName());
    Files.writeString(target, head + made.text());
    return target;
  }

  /// What is told.
  private record Told(
      Targets.RevisionTarget what, ByteString directory, Path file, List<String> notes) {}

  private void tell(Output output, Told told) {
    String up = "docker compose -p %s -f %s up -d".formatted(project, told.file());
    String down = "docker compose -p %s -f %s down -v".formatted(project, told.file());
    if (output.mode().json()) {
      output.json(
          "volary.compose/1",
          json ->
              json.put("volume", told.what().volume().name().text())
                  .put("commit", told.what().commit().toHex())
                  .put("worktree", told.directory())
                  .put("file", told.file().toString())
                  .put("up", up)
                  .put("down", down)
                  .texts("notes", told.notes()));
      return;
    }
    if (output.mode().quiet()) {
      output.line(told.file().toString());
      return;
    }
    output.line(
        "%s of %s lives in %s, on branch %s"
            .formatted(
                told.what().commit().shortHex(),
                told.what().volume().name(),
                told.directory(),
                project));
    told.notes().forEach(output::line);
    output.line("start: " + up);
    output.line("end:   " + down);
    output.talk("its data goes with: volary -C %s worktree remove".formatted(told.directory()));
  }
}
