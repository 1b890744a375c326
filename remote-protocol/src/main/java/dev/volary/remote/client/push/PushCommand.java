package dev.volary.remote.client.push;

import dev.volary.core.history.CommitId;
import dev.volary.core.history.GitObjectId;
import dev.volary.core.history.RefName;
import dev.volary.remote.client.RefOutcome;
import dev.volary.remote.message.RefCommand;
import java.util.Optional;

/// One ref to be moved on the other side.
///
/// @param source the local ref it comes from, if it is one
/// @param before where it stands there
/// @param after what it shall hold; empty to delete it
/// @param commit the commit that `after` leads to
record PushCommand(
    Optional<RefName> source,
    RefName target,
    Optional<GitObjectId> before,
    Optional<GitObjectId> after,
    Optional<CommitId> commit,
    boolean force) {
  RefCommand message() {
    return new RefCommand(target, before, after, force);
  }

  boolean isUpToDate() {
    return before.equals(after);
  }

  RefOutcome outcome(RefOutcome.Kind kind) {
    return new RefOutcome(source, target, kind, before, after);
  }
}
