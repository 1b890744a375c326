package dev.volary.remote.message.hub;

import dev.volary.remote.message.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/// A secret that a hub tells this once. Its text form tells no secret.
///
/// @param id how it is called from now on
/// @param user whose it is
/// @param secret the token or invitation itself
public record Issued(String id, String user, String secret, Optional<Instant> expires) {
  /// As JSON, secret included.
  public JsonObject toJson() {
    return JsonObject.EMPTY
        .with("id", id)
        .with("user", user)
        .with("secret", secret)
        .with("expires", expires);
  }

  /// From JSON.
  public static Issued of(JsonObject json) {
    return new Issued(
        json.text("id"), json.text("user"), json.text("secret"), HubTime.of(json, "expires"));
  }

  @Override
  public String toString() {
    return "Issued[" + id + " to " + user + "]";
  }
}
