package dev.volary.remote.message.hub;

import dev.volary.remote.message.json.JsonObject;
import java.util.List;

/// What a hub says of one request: whether it is allowed, and why.
///
/// @param code `allowed`, or the stable code of the denial
/// @param sentence for people
/// @param lines each rule that was looked at; only for those who may read the rules
public record AccessAnswer(boolean allowed, String code, String sentence, List<String> lines) {
  public AccessAnswer {
    lines = List.copyOf(lines);
  }

  /// As JSON.
  public JsonObject toJson() {
    return JsonObject.EMPTY
        .with("allowed", allowed)
        .with("code", code)
        .with("sentence", sentence)
        .with("lines", lines);
  }

  /// From JSON.
  public static AccessAnswer of(JsonObject json) {
    return new AccessAnswer(
        json.flag("allowed"), json.text("code"), json.text("sentence"), json.texts("lines"));
  }
}
