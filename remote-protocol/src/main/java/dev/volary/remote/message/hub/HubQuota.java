package dev.volary.remote.message.hub;

import dev.volary.remote.message.json.JsonObject;
import java.util.Optional;

/// A limit on what a hub keeps, and what counts against it.
///
/// @param of `user:NAME`, `NAMESPACE/NAME`, or with `*` each that has no limit of its own
/// @param limitBytes nothing where there is no limit
/// @param usedBytes nothing where `of` means many
public record HubQuota(String of, Optional<Long> limitBytes, Optional<Long> usedBytes) {
  /// As JSON.
  public JsonObject toJson() {
    JsonObject json = JsonObject.EMPTY.with("of", of);
    json = limitBytes.isPresent() ? json.with("limit", limitBytes.get().longValue()) : json;
    return usedBytes.isPresent() ? json.with("used", usedBytes.get().longValue()) : json;
  }

  /// From JSON.
  public static HubQuota of(JsonObject json) {
    return new HubQuota(json.text("of"), number(json, "limit"), number(json, "used"));
  }

  private static Optional<Long> number(JsonObject json, String name) {
    return json.has(name) ? Optional.of(json.number(name)) : Optional.empty();
  }
}
