package dev.volary.cli.docker.engine;

import dev.volary.remote.message.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// One request to the engine.
///
/// @param path below the version, such as `/containers/json`
/// @param body what is sent with it, if anything
/// @param limit how long it may take, all in all
record Call(String method, String path, Optional<JsonObject> body, Duration limit) {
  /// What the engine answers from memory, or by asking a volume plugin that has its own deadline.
  private static final Duration USUAL = Duration.ofSeconds(30);

  static Call get(String path) {
    return new Call("GET", path, Optional.empty(), USUAL);
  }

  static Call post(String path) {
    return new Call("POST", path, Optional.empty(), USUAL);
  }

  static Call delete(String path) {
    return new Call("DELETE", path, Optional.empty(), USUAL);
  }

  Call with(JsonObject object) {
    return new Call(method, path, Optional.of(object), limit);
  }

  Call within(Duration time) {
    return new Call(method, path, body, time);
  }

  /// Returns a name as a part of a path.
  static String name(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
