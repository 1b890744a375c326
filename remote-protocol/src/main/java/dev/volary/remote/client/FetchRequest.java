package dev.volary.remote.client;

import java.util.List;

/// What to fetch.
///
/// @param remote the name under which the other side's branches are followed
/// @param specs which refs go where; empty for all branches to where they are followed
/// @param depth how far from every branch's tip the data is wanted, the tip counting as 1, be the
///   history new or not; [#NEW], [#ALL] or [#HISTORY_ONLY] too
/// @param tags which tags come along
/// @param prune whether followed branches that are gone there go here
/// @param dryRun whether only to tell what would come
public record FetchRequest(
    String remote, List<RefSpec> specs, int depth, Tags tags, boolean prune, boolean dryRun) {
  /// The data of all commits that are new here, and of the tips that are named one by one; what was
  /// left out or let go before stays so.
  public static final int NEW = Integer.MAX_VALUE;

  /// The data of all commits, those that were left out or let go before too.
  public static final int ALL = Integer.MAX_VALUE - 1;

  /// The data of no commit.
  public static final int HISTORY_ONLY = 0;

  public FetchRequest {
    specs = List.copyOf(specs);
    if (depth < 0) {
      throw new IllegalArgumentException("depth " + depth);
    }
  }

  /// Which tags come along.
  public enum Tags {
    /// Those of commits that come anyway.
    FOLLOW,
    /// All.
    ALL,
    /// None.
    NONE
  }

  /// All branches, with the tags of what comes.
  public static FetchRequest everything(String remote) {
    return new FetchRequest(remote, List.of(), NEW, Tags.FOLLOW, false, false);
  }
}
