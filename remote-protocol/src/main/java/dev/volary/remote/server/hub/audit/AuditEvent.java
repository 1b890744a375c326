package dev.volary.remote.server.hub.audit;

import dev.volary.remote.message.json.JsonObject;
import java.util.Optional;

/// Something to be written down.
///
/// @param event what it was, such as `push` or `token.create`
/// @param actor who did it
/// @param token what let them in
/// @param address from where
/// @param request which request it was part of
/// @param facts what else is to be told, such as `volume` and `ref`
public record AuditEvent(
    String event,
    String actor,
    Optional<String> token,
    Optional<String> address,
    Optional<String> request,
    JsonObject facts) {
  JsonObject toJson(long number, String time, String previous) {
    return JsonObject.EMPTY
        .with("number", number)
        .with("time", time)
        .with("event", event)
        .with("actor", actor)
        .with("token", token)
        .with("address", address)
        .with("request", request)
        .with("facts", facts)
        .with("previous", previous);
  }
}
