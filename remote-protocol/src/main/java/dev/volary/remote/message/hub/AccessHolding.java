package dev.volary.remote.message.hub;

import dev.volary.remote.message.json.JsonObject;
import java.util.Optional;

/// One thing that rules say of a ref: a grant, a protection or a block.
///
/// @param kind `grant`, `protect` or `block`
/// @param operation what is granted
/// @param to whom
/// @param rule the line that says so
public record AccessHolding(
    String kind, Optional<String> operation, Optional<String> to, String rule) {
  /// As JSON.
  public JsonObject toJson() {
    return JsonObject.EMPTY
        .with("kind", kind)
        .with("operation", operation)
        .with("to", to)
        .with("rule", rule);
  }

  /// From JSON.
  public static AccessHolding of(JsonObject json) {
    return new AccessHolding(
        json.text("kind"), json.find("operation"), json.find("to"), json.text("rule"));
  }
}
