package dev.volary.remote.message.hub;

import dev.volary.remote.message.json.JsonObject;
import java.time.Instant;
import java.util.List;

/// An address that a hub tells what happened; not the secret it signs with.
///
/// @param of the volumes it is told of: `NAMESPACE/NAME`, `NAMESPACE/*` or `*`
/// @param events what it is told, by the names of the audit log
/// @param by who added it
/// @param waiting how many deliveries wait; 0 where that is not told
public record HubWebhook(
    String id, String of, String url, List<String> events, String by, Instant since, long waiting) {
  public HubWebhook {
    events = List.copyOf(events);
  }

  /// The same, with so many deliveries that wait.
  public HubWebhook waiting(long deliveries) {
    return new HubWebhook(id, of, url, events, by, since, deliveries);
  }

  /// As JSON.
  public JsonObject toJson() {
    return JsonObject.EMPTY
        .with("id", id)
        .with("of", of)
        .with("url", url)
        .with("events", events)
        .with("by", by)
        .with("since", since.toString())
        .with("waiting", waiting);
  }

  /// From JSON.
  public static HubWebhook of(JsonObject json) {
    return new HubWebhook(
        json.text("id"),
        json.text("of"),
        json.text("url"),
        json.texts("events"),
        json.text("by"),
        HubTime.of(json, "since").orElseThrow(),
        json.number("waiting"));
  }
}
