package dev.volary.remote.access;

import dev.volary.remote.access.rules.Block;
import dev.volary.remote.access.rules.Grantee;
import dev.volary.remote.access.rules.Guard;
import dev.volary.remote.access.rules.Operation;
import dev.volary.remote.access.rules.Rule;
import java.util.List;
import java.util.Optional;

/// Who may do what to one ref, and what stands against it.
///
/// @param granted the grants that count
/// @param blocks the hub's blocks that speak of the ref
/// @param guards the protections that hold
public record Holders(List<Holding> granted, List<Block> blocks, List<Guard> guards) {
  public Holders {
    granted = List.copyOf(granted);
    blocks = List.copyOf(blocks);
    guards = List.copyOf(guards);
  }

  /// A grant that counts.
  ///
  /// @param only the one user among the grantees whom `${user}` means, if it stands in the pattern
  public record Holding(Operation operation, Grantee grantee, Optional<String> only, Rule rule) {}
}
