package dev.volary.cli.command.worktree;

import dev.volary.cli.command.Invocation;
import dev.volary.core.depot.LiveWorktree;
import dev.volary.core.depot.Targets;
import dev.volary.core.diff.PathFilter;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.io.ByteString;
import dev.volary.core.operation.live.TreeChange;
import dev.volary.core.operation.live.Uncommitted;
import dev.volary.core.worktree.WorktreeRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Restores paths of a worktree from a commit: what `restore` and `checkout -- PATH` have in
/// common.
final class PathRestore {
  private static final ByteString SLASH = ByteString.utf8("/");
  private static final ByteString HERE = ByteString.utf8(".");
  private static final ByteString UP = ByteString.utf8("..");

  private PathRestore() {}

  static void run(Invocation call, String source, List<ByteString> paths, Changing changing)
      throws IOException {
    Targets.WorktreeTarget target = call.worktree();
    Targets.RevisionTarget from = call.revision(source);
    try (LiveWorktree worktree = LiveWorktree.open(call.depot(), target, "restore")) {
      List<ByteString> inTree = new ArrayList<>();
      for (ByteString path : paths) {
        inTree.add(inTree(call, worktree.record(), path));
      }
      TreeChange.Request request =
          new TreeChange.Request(
              worktree.record().head(),
              from.commit(),
              PathFilter.of(inTree),
              changing.manner(call.output(), Uncommitted.DISCARD));
      TreeChange.Result result =
          changing.around(
              call,
              worktree,
              () ->
                  new TreeChange(call.depot(), call.identity(), call.progress("restoring")::done)
                      .run(worktree, request));
      changing.told(call, worktree, Optional.of(result));
    }
  }

  /// Returns a typed path relative to the worktree's top: from where one stands if that is in the
  /// worktree, else from the top.
  private static ByteString inTree(Invocation call, WorktreeRecord worktree, ByteString typed) {
    if (typed.startsWith(SLASH)) {
      return worktree
          .inTree(typed)
          .map(path -> clean(path, typed))
          .orElseThrow(() ->
              new VolaryException(
                  Fault.USAGE,
                  typed + " does not lie in the worktree " + worktree.identity().path()));
    }
    ByteString start =
        call.where().isEmpty()
            ? worktree.inTree(call.here()).orElse(ByteString.EMPTY)
            : ByteString.EMPTY;
    return clean(start.isEmpty() ? typed : start.plus(SLASH).plus(typed), typed);
  }

  /// Takes `.`, `..` and double slashes out.
  private static ByteString clean(ByteString path, ByteString typed) {
    List<ByteString> parts = new ArrayList<>();
    int from = 0;
    while (from <= path.size()) {
      int slash = path.indexOf((byte) '/', from);
      int end = slash < 0 ? path.size() : slash;
      ByteString part = path.substring(from, end);
      from = end + 1;
      if (part.equals(UP)) {
        if (parts.isEmpty()) {
          throw new VolaryException(Fault.USAGE, typed + " leads out of the worktree");
        }
        parts.removeLast();
      } else if (!part.isEmpty() && !part.equals(HERE)) {
        parts.add(part);
      }
    }
    ByteString joined = ByteString.EMPTY;
    for (ByteString part : parts) {
      joined = joined.isEmpty() ? part : joined.plus(SLASH).plus(part);
    }
    return joined;
  }
}
