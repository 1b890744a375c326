package dev.volary.core.history;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.time.Instant;
import java.util.Locale;

/// A tip put aside: under which ref it is kept, where it came from, and since when.
///
/// @param ref the ref that keeps it, under `refs/volary/`
/// @param origin the ref it was the tip of
/// @param tip the commit it leads to
public record ShelvedRef(Shelf shelf, RefName ref, RefName origin, CommitId tip, Instant since) {

  /// The places for tips that are no branches or tags (any more); none is ever advertised to
  /// others.
  public enum Shelf {
    /// Deleted and overwritten tips.
    KEPT,
    /// Worktree states saved before they were overwritten.
    SAFETY,
    /// Changes put aside by the user.
    STASH,
    /// Deleted by the user and to be let go soon.
    TRASH,
    /// Arriving from elsewhere, not yet accepted.
    INCOMING;

    /// The refs of this shelf all begin so.
    public String prefix() {
      return "refs/volary/" + name().toLowerCase(Locale.ROOT) + "/";
    }
  }

  /// Refuses a ref that lies on another shelf.
  public ShelvedRef {
    if (!ref.value().startsWith(shelf.prefix())) {
      throw new VolaryException(Fault.USAGE, ref + " does not lie under " + shelf.prefix());
    }
  }
}
