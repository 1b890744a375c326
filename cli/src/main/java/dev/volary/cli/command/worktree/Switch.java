package dev.volary.cli.command.worktree;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.command.moment.AroundChange;
import dev.volary.core.depot.LiveWorktree;
import dev.volary.core.depot.Targets;
import dev.volary.core.diff.PathFilter;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.RefName;
import dev.volary.core.history.ShelvedRef;
import dev.volary.core.operation.Branches;
import dev.volary.core.operation.live.Interruption;
import dev.volary.core.operation.live.OldWorktree;
import dev.volary.core.operation.live.TreeChange;
import dev.volary.core.worktree.Head;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `volary switch`.
@Command(name = "switch", description = "Change this worktree to another branch, in place.")
public final class Switch implements Verb {
  @Option(
      names = {"-c", "--create"},
      paramLabel = "NEW",
      description = "make this branch, at START or where you are")
  private @Nullable String create;

  @Option(
      names = {"-d", "--detach"},
      description = "hold the commit without a branch")
  private boolean detach;

  @Option(names = "--continue", description = "go on with a change that was interrupted")
  private boolean goOn;

  @Option(names = "--abort", description = "go back from a change that was interrupted")
  private boolean goBack;

  @Mixin private Changing changing = new Changing();

  @Parameters(
      arity = "0..1",
      paramLabel = "BRANCH|START",
      description = "the branch; a commit with -c or -d")
  private String where = "";

  @Override
  public int run(Invocation call) throws IOException {
    Targets.WorktreeTarget target = call.worktree();
    if (goOn || goBack) {
      finish(call, target);
      return DONE;
    }
    if (create == null && where.isEmpty()) {
      throw new VolaryException(
          Fault.USAGE, "switch to which branch? name it, or make one with -c NEW");
    }
    try (LiveWorktree worktree = LiveWorktree.open(call.depot(), target, "switch")) {
      if (create != null) {
        createAndSwitch(call, worktree, RefName.branch(create));
      } else if (detach) {
        go(call, worktree, new Head.Detached(), call.revision(where).commit());
      } else {
        RefName branch = RefName.branch(where);
        go(call, worktree, new Head.OnBranch(branch.value()), tip(worktree, branch));
      }
    }
    return DONE;
  }

  private void createAndSwitch(Invocation call, LiveWorktree worktree, RefName branch)
      throws IOException {
    Optional<CommitId> base = worktree.record().base();
    Head head = new Head.OnBranch(branch.value());
    if (base.isEmpty() && where.isEmpty()) {
      OldWorktree.relabel(call.depot(), worktree, head);
      changing.told(call, worktree, Optional.empty());
      return;
    }
    CommitId start = where.isEmpty() ? base.orElseThrow() : call.revision(where).commit();
    if (changing.dryRun()) {
      go(call, worktree, head, start);
      return;
    }
    new Branches(call.depot(), call.identity())
        .createFor(worktree.volume(), branch, start, () -> go(call, worktree, head, start));
  }

  private void go(Invocation call, LiveWorktree worktree, Head head, CommitId commit)
      throws IOException {
    if (worktree.record().base().equals(Optional.of(commit)) && !changing.discards()) {
      // The files are those of the commit already, but for uncommitted changes, which come along.
      if (!changing.dryRun()) {
        OldWorktree.relabel(call.depot(), worktree, head);
      }
      changing.told(call, worktree, Optional.empty());
      return;
    }
    TreeChange.Request request =
        new TreeChange.Request(head, commit, PathFilter.ALL, changing.manner(call.output()));
    TreeChange.Result result =
        changing.around(
            call,
            worktree,
            () ->
                new TreeChange(call.depot(), call.identity(), call.progress("restoring")::done)
                    .run(worktree, request));
    changing.told(call, worktree, Optional.of(result));
  }

  private static CommitId tip(LiveWorktree worktree, RefName branch) {
    Optional<CommitId> tip = worktree.volume().history().refs().find(branch);
    if (tip.isPresent()) {
      return tip.get();
    }
    boolean other =
        worktree.volume().history().refs().find(RefName.tag(branch.shortName())).isPresent();
    throw new VolaryException(
        Fault.NOT_FOUND,
        "volume %s has no branch %s: %s"
            .formatted(
                worktree.volume().name(),
                branch.shortName(),
                other
                    ? "it is a tag; use -d to hold it without a branch, or -c NEW to begin one"
                        + " there"
                    : "make it with `volary switch -c " + branch.shortName() + "`"));
  }

  private void finish(Invocation call, Targets.WorktreeTarget target) throws IOException {
    try (LiveWorktree worktree = LiveWorktree.openInterrupted(call.depot(), target, "switch")) {
      if (!worktree.record().pending().isChange() && AroundChange.startLeft(call, worktree)) {
        // Cut off before the files were touched, or after: nothing is left to do with them.
        changing.told(call, worktree, Optional.empty());
        return;
      }
      Interruption interruption =
          new Interruption(call.depot(), call.identity(), call.progress("restoring")::done);
      Optional<ShelvedRef> safety =
          goOn ? interruption.goOn(worktree) : interruption.goBack(worktree);
      safety.ifPresent(kept ->
          call.output()
              .talk(
                  "what was changed since the interruption is kept for a week as "
                      + kept.tip().shortHex()));
      AroundChange.startLeft(call, worktree);
      changing.told(call, worktree, Optional.empty());
    }
  }
}
