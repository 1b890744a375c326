package dev.volary.remote.message.hub;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.remote.message.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/// Moments in JSON.
public final class HubTime {
  private HubTime() {}

  /// The moment of this name, if it is there; USAGE where it is none.
  public static Optional<Instant> of(JsonObject json, String name) {
    try {
      return json.find(name).map(Instant::parse);
    } catch (DateTimeException e) {
      throw new VolaryException(
          Fault.USAGE, "'" + name + "' must be a moment such as 2027-02-20T18:00:00Z", e);
    }
  }
}
