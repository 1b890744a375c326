package dev.volary.remote.message.hub;

import dev.volary.remote.message.json.JsonObject;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/// Somebody a hub knows.
///
/// @param disabled whether nothing of theirs lets them in any more
/// @param joined whether they have ever logged in
public record HubUser(
    String name, Instant since, boolean disabled, boolean joined, Set<String> groups) {
  public HubUser {
    groups = Set.copyOf(groups);
  }

  /// As JSON.
  public JsonObject toJson() {
    return JsonObject.EMPTY
        .with("name", name)
        .with("since", since.toString())
        .with("disabled", disabled)
        .with("joined", joined)
        .with("groups", new TreeSet<>(groups));
  }

  /// From JSON.
  public static HubUser of(JsonObject json) {
    return new HubUser(
        json.text("name"),
        HubTime.of(json, "since").orElseThrow(),
        json.flag("disabled"),
        json.flag("joined"),
        Set.copyOf(json.texts("groups")));
  }
}
