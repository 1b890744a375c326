package dev.volary.remote.server.push;

import dev.volary.core.history.GitObjectId;
import dev.volary.core.history.RefName;
import dev.volary.remote.message.RefCommand;
import java.util.Optional;

/// A ref that is asked to move.
///
/// @param before where it must stand; empty if it must not exist
/// @param after where it is to stand; empty to remove it
public record RefMove(RefName ref, Optional<GitObjectId> before, Optional<GitObjectId> after) {
  /// Tells whether the ref stays where it is, and only the data below it comes again.
  public boolean stays() {
    return before.equals(after);
  }

  static RefMove of(RefCommand command) {
    return new RefMove(command.ref(), command.before(), command.after());
  }
}
