package dev.volary.cli.command.worktree;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Paths;
import dev.volary.cli.command.Verb;
import dev.volary.core.depot.LiveWorktree;
import dev.volary.core.depot.Targets;
import dev.volary.core.diff.PathFilter;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.RefName;
import dev.volary.core.operation.Branches;
import dev.volary.core.operation.live.TreeChange;
import dev.volary.core.worktree.Head;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `volary checkout`.
@Command(
    name = "checkout",
    description = "As in Git: switch to a branch or commit, or with -- PATH bring paths back.")
public final class Checkout implements Verb {
  @Option(names = "-b", paramLabel = "NEW", description = "make this branch and switch to it")
  private @Nullable String create;

  @Mixin private Changing changing = new Changing();

  @Mixin private Paths paths = new Paths();

  @Parameters(
      arity = "0..1",
      paramLabel = "REV",
      description = "a branch, or a commit to hold without one")
  private String revision = "";

  @Override
  public int run(Invocation call) throws IOException {
    if (!paths.all().isEmpty()) {
      PathRestore.run(call, revision, paths.all(), changing);
      return DONE;
    }
    if (revision.isEmpty() && create == null) {
      throw new VolaryException(Fault.USAGE, "check out what? name a branch or a commit");
    }
    Targets.WorktreeTarget target = call.worktree();
    Optional<RefName> branch = create != null ? Optional.empty() : branch(target);
    CommitId commit =
        branch.isPresent()
            ? target.volume().history().refs().find(branch.get()).orElseThrow()
            : call.revision(revision).commit();
    try (LiveWorktree worktree = LiveWorktree.open(call.depot(), target, "checkout")) {
      if (create != null && !changing.dryRun()) {
        RefName made = RefName.branch(create);
        new Branches(call.depot(), call.identity())
            .createFor(
                worktree.volume(),
                made,
                commit,
                () -> go(call, worktree, new Head.OnBranch(made.value()), commit));
      } else {
        go(
            call,
            worktree,
            branch.<Head>map(b -> new Head.OnBranch(b.value())).orElse(new Head.Detached()),
            commit);
      }
    }
    return DONE;
  }

  private void go(Invocation call, LiveWorktree worktree, Head head, CommitId commit)
      throws IOException {
    TreeChange.Result result =
        changing.around(
            call,
            worktree,
            () ->
                new TreeChange(call.depot(), call.identity(), call.progress("restoring")::done)
                    .run(
                        worktree,
                        new TreeChange.Request(
                            head, commit, PathFilter.ALL, changing.manner(call.output()))));
    changing.told(call, worktree, Optional.of(result));
  }

  private Optional<RefName> branch(Targets.WorktreeTarget target) {
    if (revision.contains("{") || revision.contains("~") || revision.contains("^")) {
      return Optional.empty();
    }
    RefName name = RefName.branch(revision);
    return Optional.of(name).filter(b -> target.volume().history().refs().find(b).isPresent());
  }
}
