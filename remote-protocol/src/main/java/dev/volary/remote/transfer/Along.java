package dev.volary.remote.transfer;

import dev.volary.core.history.CommitId;
import java.io.IOException;
import java.util.Set;

/// What reads the data of a fetch while it arrives.
@FunctionalInterface
public interface Along {
  /// Nothing does.
  Along NOBODY = (commits, objects) -> false;

  /// Is told that the history, the directories and the file maps of `commits` are here, and that
  /// their chunks come into `objects` from now on; returns at once, and whether it will read them,
  /// on a thread of its own that closes `objects` in the end.
  boolean begin(Set<CommitId> commits, Arrivals objects) throws IOException;
}
