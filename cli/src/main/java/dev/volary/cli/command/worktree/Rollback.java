package dev.volary.cli.command.worktree;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.command.contact.Span;
import dev.volary.cli.command.moment.AroundChange;
import dev.volary.core.depot.LiveWorktree;
import dev.volary.core.depot.Targets;
import dev.volary.core.history.CommitId;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `volary rollback`.
@Command(
    name = "rollback",
    description = "Make an earlier state a new commit of this branch, and this worktree's files.")
public final class Rollback implements Verb {
  @Mixin private Changing changing = new Changing();

  @Option(
      names = "--wait-healthy",
      paramLabel = "TIME",
      converter = Span.class,
      description =
          "with --restart: wait so long (such as 120s) until the containers are healthy, and fail"
              + " where they are not")
  private @Nullable Duration healthy;

  @Parameters(arity = "1", paramLabel = "REV", description = "the commit whose state comes back")
  private String revision = "";

  @Override
  public int run(Invocation call) throws IOException {
    Targets.WorktreeTarget target = call.worktree();
    Targets.RevisionTarget wanted = call.revision(revision);
    try (LiveWorktree worktree = LiveWorktree.open(call.depot(), target, "rollback")) {
      Optional<CommitId> before = worktree.record().base();
      var rollback =
          new dev.volary.core.operation.rollback.Rollback(
              call.depot(), call.identity(), call.progress("restoring")::done);
      var result =
          changing.around(
              call,
              worktree,
              () -> rollback.run(worktree, wanted.commit(), changing.manner(call.output())));
      changing.told(call, worktree, Optional.of(result.change()));
      if (before.isPresent() && !before.equals(Optional.of(result.commit()))) {
        call.output().talk("undo: volary rollback " + before.get().shortHex());
      }
    }
    if (healthy != null) { // the worktree is free again meanwhile
      AroundChange.awaitHealthy(call, changing.restarted(), healthy);
    }
    return DONE;
  }
}
