package dev.volary.cli.command.worktree;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.core.depot.Targets;
import dev.volary.core.operation.live.OldWorktree;
import dev.volary.core.worktree.WorktreeRecord;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `volary worktree repair`.
@Command(
    name = "repair",
    description = "Say where a worktree's directory is now; -C names the worktree it replaces.")
public final class WorktreeRepair implements Verb {
  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      description = "the directory (default: where you stand)")
  private String directory = ".";

  @Override
  public int run(Invocation call) throws IOException {
    Optional<Targets.WorktreeTarget> replaced =
        call.where().isPresent()
            ? Optional.of(call.targets().worktree(call.where()))
            : Optional.empty();
    WorktreeRecord record =
        new OldWorktree(call.depot(), call.identity())
            .repair(Places.absolute(call, directory), replaced.map(Targets.WorktreeTarget::folder));
    if (call.output().mode().json()) {
      call.output()
          .json(
              "volary.worktree/1",
              json ->
                  json.put("volume", record.volume())
                      .put("path", record.identity().path())
                      .put("head", Places.name(record.head(), record.base())));
    } else {
      call.output()
          .line(
              "%s of %s is at %s"
                  .formatted(
                      Places.name(record.head(), record.base()),
                      record.volume(),
                      record.identity().path()));
    }
    return DONE;
  }
}
