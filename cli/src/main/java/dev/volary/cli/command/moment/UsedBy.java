package dev.volary.cli.command.moment;

import dev.volary.cli.docker.engine.Container;
import dev.volary.core.depot.LiveWorktree;
import dev.volary.core.io.ByteString;
import dev.volary.core.worktree.WorktreeIdentity;
import java.util.List;
import java.util.stream.Collectors;

/// What is asked and said about the containers that use a worktree.
final class UsedBy {
  private UsedBy() {}

  /// Returns the directories of a worktree.
  static List<ByteString> paths(LiveWorktree worktree) {
    return worktree.record().places().stream().map(WorktreeIdentity::path).toList();
  }

  /// Returns names for a sentence: `container db` or `containers db, app`.
  static String names(List<Container> containers) {
    return (containers.size() == 1 ? "container " : "containers ")
        + containers.stream().map(Container::name).collect(Collectors.joining(", "));
  }
}
