package dev.volary.remote.server.hub.webhook;

import dev.volary.core.error.VolaryException;
import dev.volary.remote.message.hub.HubTime;
import dev.volary.remote.message.json.JsonObject;
import java.time.Instant;

/// Something that is to be told, kept until it was or is given up.
///
/// @param webhook whom; its id
/// @param number of the log's line, by which a receiver knows it again
/// @param payload what is told
/// @param attempts how often that was tried
/// @param due when it is tried next
record Delivery(String webhook, long number, JsonObject payload, int attempts, Instant due) {
  /// The delivery of an event of the log.
  static Delivery of(Webhook webhook, JsonObject event, Instant now) {
    long number = event.number("number");
    JsonObject payload =
        JsonObject.EMPTY
            .with("id", id(webhook.id(), number))
            .with("event", event.text("event"))
            .with("time", event.text("time"))
            .with("actor", event.text("actor"))
            .with("request", event.find("request"))
            .with("facts", event.object("facts").orElse(JsonObject.EMPTY));
    return new Delivery(webhook.id(), number, payload, 0, now);
  }

  private static String id(String webhook, long number) {
    return webhook + "-" + number;
  }

  /// The same in all attempts, and in no other delivery.
  String id() {
    return id(webhook, number);
  }

  Delivery again(Instant when) {
    return new Delivery(webhook, number, payload, attempts + 1, when);
  }

  JsonObject toJson() {
    return JsonObject.EMPTY
        .with("webhook", webhook)
        .with("number", number)
        .with("attempts", attempts)
        .with("due", due.toString())
        .with("payload", payload);
  }

  static Delivery of(JsonObject json) {
    return new Delivery(
        json.text("webhook"),
        json.number("number"),
        json.object("payload").orElseThrow(() -> VolaryException.corrupt("delivery", "no payload")),
        Math.toIntExact(json.number("attempts")),
        HubTime.of(json, "due").orElseThrow());
  }
}
