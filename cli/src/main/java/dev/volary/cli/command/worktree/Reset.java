package dev.volary.cli.command.worktree;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.command.guard.LocalGuards;
import dev.volary.core.depot.LiveWorktree;
import dev.volary.core.depot.Targets;
import dev.volary.core.diff.PathFilter;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.RefName;
import dev.volary.core.operation.live.BranchReset;
import dev.volary.core.operation.live.TreeChange;
import dev.volary.core.operation.live.Uncommitted;
import dev.volary.core.worktree.Head;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `volary reset`.
@Command(name = "reset", description = "Make the branch and this worktree what a commit is.")
public final class Reset implements Verb {
  @Option(
      names = "--hard",
      description = "overwrite uncommitted changes (a safety commit keeps them)")
  private boolean hard;

  @Mixin private Changing changing = new Changing();

  @Parameters(
      arity = "0..1",
      paramLabel = "REV",
      description = "the commit (default: the present one)")
  private String revision = "";

  @Override
  public int run(Invocation call) throws IOException {
    Targets.WorktreeTarget target = call.worktree();
    Targets.RevisionTarget wanted = call.revision(revision);
    if (!hard) {
      throw new VolaryException(
          Fault.USAGE,
          "reset changes the worktree: say --hard; uncommitted changes are kept as a safety"
              + " commit");
    }
    try (LiveWorktree worktree = LiveWorktree.open(call.depot(), target, "reset")) {
      if (worktree.record().head() instanceof Head.OnBranch(String branch)) {
        new LocalGuards(call, wanted.volume()).requireMovable(new RefName(branch), wanted.commit());
      }
      TreeChange.Request request =
          new TreeChange.Request(
              worktree.record().head(),
              wanted.commit(),
              PathFilter.ALL,
              changing.manner(call.output(), Uncommitted.DISCARD));
      TreeChange.Result result =
          changing.around(
              call,
              worktree,
              () ->
                  new BranchReset(call.depot(), call.identity(), call.progress("restoring")::done)
                      .run(worktree, request));
      changing.told(call, worktree, Optional.of(result));
    }
    return DONE;
  }
}
