package dev.volary.cli.command.worktree;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.moment.ImagesHere;
import dev.volary.cli.output.Output;
import dev.volary.cli.output.Words;
import dev.volary.core.depot.Targets;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.RefName;
import dev.volary.core.io.ByteString;
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

  static void make(Invocation call, Wish wish, NewWorktree.Manner manner) throws IOException {
    Targets.RevisionTarget start = call.revision(wish.revision());
    ByteString place = Places.absolute(call, wish.directory());
    if (wish.newBranch().isPresent()) {
      RefName branch = RefName.branch(wish.newBranch().get());
      Head head = new Head.OnBranch(branch.value());
      new Branches(call.depot(), call.identity())
          .createFor(
              start.volume(),
              branch,
              start.commit(),
              () ->
                  fill(
                      call,
                      new NewWorktree.Request(
                          start.volume(), place, head, start.commit(), manner)));
    } else {
      Head head = head(start, wish);
      fill(call, new NewWorktree.Request(start.volume(), place, head, start.commit(), manner));
    }
  }

  private static void fill(Invocation call, NewWorktree.Request request) throws IOException {
    ImagesHere.compare(call, request.volume(), request.commit());
    NewWorktree.Result made =
        new NewWorktree(call.depot(), call.identity(), call.progress("restoring")::done)
            .run(request);
    Output output = call.output();
    String name = Places.name(request.head(), Optional.of(request.commit()));
    if (output.mode().json()) {
      output.json(
          "volary.worktree/1",
          json ->
              json.put("volume", request.volume().name().text())
                  .put("path", made.path())
                  .put("head", name)
                  .put("commit", request.commit().toHex())
                  .put("copy", CopyOptions.word(made.plan().way()))
                  .put("bytesWritten", made.change().totals().bytesWritten()));
      return;
    }
    if (output.mode().quiet()) {
      output.line(made.path().toString());
      return;
    }
    output.line(
        "%s holds %s of %s: %s".formatted(made.path(), name, request.volume().name(), cost(made)));
    if (made.change().unheld() > 0) {
      output.warn(
          "%d entries can't be held here as they are (owners, devices, attributes); commits carry them over"
              .formatted(made.change().unheld()));
    }
  }

  private static String cost(NewWorktree.Result made) {
    return switch (made.plan().way()) {
      case OVERLAY -> "an overlay over the shared checkout, nothing copied";
      case REFLINK ->
          Words.size(made.change().totals().bytesWritten())
              + ", sharing blocks with live copies where these have them";
      case FULL -> Words.size(made.change().totals().bytesWritten()) + " written";
    };
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
