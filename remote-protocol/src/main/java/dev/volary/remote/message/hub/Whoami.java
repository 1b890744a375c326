package dev.volary.remote.message.hub;

import dev.volary.remote.message.json.JsonObject;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Who a hub takes the caller for.
///
/// @param user nothing for somebody anonymous
/// @param token how the token is called, and what it lets through
/// @param admin whether the caller administers the hub
public record Whoami(
    Optional<String> user, Set<String> groups, Optional<HubToken> token, boolean admin) {
  public Whoami {
    groups = Set.copyOf(groups);
  }

  /// As JSON.
  public JsonObject toJson() {
    JsonObject json =
        JsonObject.EMPTY
            .with("user", user)
            .with("groups", new TreeSet<>(groups))
            .with("admin", admin);
    return token.isPresent() ? json.with("token", token.get().toJson()) : json;
  }

  /// From JSON.
  public static Whoami of(JsonObject json) {
    return new Whoami(
        json.find("user"),
        Set.copyOf(json.texts("groups")),
        json.object("token").map(HubToken::of),
        json.flag("admin"));
  }
}
