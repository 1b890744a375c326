package dev.volary.core.history;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import java.time.Instant;

/// What a commit says about the tree it names.
///
/// @param root the id of the volume's top object
/// @param entries how many entries the tree holds
/// @param bytes the sum of the sizes of its regular files, in bytes
/// @param captured when the capture was complete (UTC)
public record Facts(
    ObjectId root, long entries, long bytes, Instant captured, Consistency consistency) {
  private static final Instant EARLIEST = Instant.EPOCH;
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  /// Refuses negative counts and times outside the years 1970 to 9999.
  public Facts {
    if (entries < 0 || bytes < 0 || captured.isBefore(EARLIEST) || captured.isAfter(LATEST)) {
      throw new VolaryException(
          Fault.USAGE, "A commit counts from zero and is captured in the years 1970 to 9999");
    }
  }
}
