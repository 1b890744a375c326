package dev.volary.cli.command.worktree;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.output.Output;
import dev.volary.cli.output.Words;
import dev.volary.core.depot.Targets;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.RefName;
import dev.volary.core.operation.Branches;
import dev.volary.core.operation.live.NewWorktree;
import dev.volary.core.worktree.Head;
import java.io.IOException;
import java.util.Optional;

/// Makes worktrees: what `worktree add` and `fork` have in common.
final class Copies {
  private Copies() {}

  /// What was asked for.
  ///
  /// @param directory as typed
  /// @param revision as typed; empty for the present commit
  /// @param newBranch to be made for it
  /// @param detach whether it holds no branch
  record Wish(String directory, String revision, Optional<String> newBranch, boolean detach) {}

  static void make(Invocation call, Wish wish) throws IOException {
    Targets.RevisionTarget start = call.revision(wish.revision());
    if (wish.newBranch().isPresent()) {
      RefName branch = RefName.branch(wish.newBranch().get());
      new Branches(call.depot(), call.identity())
          .createFor(
              start.volume(),
              branch,
              start.commit(),
              () -> fill(call, wish, start, new Head.OnBranch(branch.value())));
    } else {
      fill(call, wish, start, head(start, wish));
    }
  }

  private static void fill(Invocation call, Wish wish, Targets.RevisionTarget start, Head head)
      throws IOException {
    NewWorktree.Result made =
        new NewWorktree(call.depot(), call.identity(), call.progress("restoring")::done)
            .run(start.volume(), Places.absolute(call, wish.directory()), head, start.commit());
    Output output = call.output();
    String name = Places.name(head, Optional.of(start.commit()));
    if (output.mode().json()) {
      output.json(
          "volary.worktree/1",
          json ->
              json.put("volume", start.volume().name().text())
                  .put("path", made.path())
                  .put("head", name)
                  .put("commit", start.commit().toHex())
                  .put("bytesWritten", made.change().totals().bytesWritten()));
      return;
    }
    if (output.mode().quiet()) {
      output.line(made.path().toString());
      return;
    }
    output.line(
        "%s holds %s of %s: %s written"
            .formatted(
                made.path(),
                name,
                start.volume().name(),
                Words.size(made.change().totals().bytesWritten())));
    if (made.change().unheld() > 0) {
      output.warn(
          "%d entries can't be held here as they are (owners, devices, attributes); commits carry them over"
              .formatted(made.change().unheld()));
    }
  }

  private static Head head(Targets.RevisionTarget start, Wish wish) {
    if (wish.detach()) {
      return new Head.Detached();
    }
    String text = wish.revision().replaceFirst("^[a-z0-9][a-z0-9_-]*@", "");
    for (String name : new String[] {wish.revision(), text}) {
      if (name.matches("[^~^:{}@]+")) {
        RefName branch = RefName.branch(name);
        if (start.volume().history().refs().find(branch).isPresent()) {
          return new Head.OnBranch(branch.value());
        }
      }
    }
    if (wish.revision().isEmpty()) {
      throw new VolaryException(
          Fault.USAGE,
          "which branch shall live there? name one, make one with -b NEW, or hold the commit with"
              + " --detach");
    }
    return new Head.Detached();
  }
}
