package dev.volary.remote.message.hub;

import dev.volary.remote.message.json.JsonObject;
import java.time.Instant;

/// What is known of a token; not the token itself.
///
/// @param id how it is called in the audit log and to revoke it
/// @param note what its owner wrote to know it again
public record HubToken(
    String id, String user, String note, Instant since, boolean revoked, TokenScope scope) {
  /// As JSON.
  public JsonObject toJson() {
    return JsonObject.EMPTY
        .with("id", id)
        .with("user", user)
        .with("note", note)
        .with("since", since.toString())
        .with("revoked", revoked)
        .with("scope", scope.toJson());
  }

  /// From JSON.
  public static HubToken of(JsonObject json) {
    return new HubToken(
        json.text("id"),
        json.text("user"),
        json.text("note"),
        HubTime.of(json, "since").orElseThrow(),
        json.flag("revoked"),
        TokenScope.of(json.object("scope").orElse(JsonObject.EMPTY)));
  }
}
