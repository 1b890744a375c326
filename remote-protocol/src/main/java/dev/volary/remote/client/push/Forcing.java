package dev.volary.remote.client.push;

import dev.volary.core.history.GitObjectId;
import dev.volary.core.history.RefName;
import java.util.Map;
import java.util.Optional;

/// Whether a push may leave commits of the other side behind.
public sealed interface Forcing {
  /// Only where a ref spec says so with a `+`.
  record AsSaid() implements Forcing {}

  /// Whatever is there.
  record Always() implements Forcing {}

  /// Only where the other side's refs stand as expected.
  ///
  /// @param expected where they must stand, or that they must not exist; a ref that is not named
  ///   must stand where it was last seen
  record WithLease(Map<RefName, Optional<GitObjectId>> expected) implements Forcing {
    public WithLease {
      expected = Map.copyOf(expected);
    }
  }
}
