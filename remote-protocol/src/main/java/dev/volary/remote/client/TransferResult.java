package dev.volary.remote.client;

import dev.volary.core.error.Fault;
import java.util.List;
import java.util.Optional;

/// What came of a fetch or push.
///
/// @param refs what became of each ref
/// @param objects how many objects moved
/// @param bytes how many bytes of records moved
public record TransferResult(List<RefOutcome> refs, long objects, long bytes) {
  public TransferResult {
    refs = List.copyOf(refs);
  }

  /// Returns the first fault, if any ref is not where it was to be: what the exit code tells.
  public Optional<Fault> fault() {
    for (RefOutcome outcome : refs) {
      if (outcome.kind() instanceof RefOutcome.Rejected rejected) {
        return Optional.of(rejected.fault());
      }
    }
    return Optional.empty();
  }
}
