package dev.volary.remote.message.hub;

import dev.volary.remote.message.json.JsonObject;
import java.time.Instant;

/// An invitation that was not redeemed yet; not the secret itself.
///
/// @param user who will be let in by it
/// @param by who invites
public record HubInvitation(String id, String user, String by, Instant expires) {
  /// As JSON.
  public JsonObject toJson() {
    return JsonObject.EMPTY
        .with("id", id)
        .with("user", user)
        .with("by", by)
        .with("expires", expires.toString());
  }

  /// From JSON.
  public static HubInvitation of(JsonObject json) {
    return new HubInvitation(
        json.text("id"),
        json.text("user"),
        json.text("by"),
        HubTime.of(json, "expires").orElseThrow());
  }
}
