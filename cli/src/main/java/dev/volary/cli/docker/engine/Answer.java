package dev.volary.cli.docker.engine;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.remote.message.json.JsonObject;
import dev.volary.remote.message.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.function.Supplier;

/// What the engine answered.
final class Answer {
  private final Call call;
  private final int status;
  private final byte[] body;

  Answer(Call call, int status, byte[] body) {
    this.call = call;
    this.status = status;
    this.body = body;
  }

  /// Returns this answer; where it is a refusal, fails with the engine's own words.
  Answer orRefusal() {
    // 304 is said where what was asked for is so already.
    if (status < 400) {
      return this;
    }
    throw new VolaryException(fault(), "Docker refused: " + reason() + " (" + call + ")");
  }

  private Fault fault() {
    return switch (status) {
      case 400 -> Fault.USAGE;
      case 403 -> Fault.NOT_PERMITTED;
      case 404 -> Fault.NOT_FOUND;
      case 409 -> Fault.CONFLICT;
      case 503 -> Fault.BUSY;
      default -> Fault.FAILED;
    };
  }

  private String reason() {
    try {
      return object(json -> json.find("message").orElse("status " + status));
    } catch (VolaryException e) {
      String text = new String(body, StandardCharsets.UTF_8).strip();
      return text.isEmpty() || text.lines().count() > 1 ? "status " + status : text;
    }
  }

  /// Reads the object it is.
  <T> T object(Function<JsonObject, T> read) {
    return parsed(() -> read.apply(JsonText.readForeign(body).getFirst()));
  }

  /// Reads the list of objects it is.
  <T> List<T> objects(Function<JsonObject, T> read) {
    return parsed(() -> JsonText.readForeign(body).stream().map(read).toList());
  }

  private <T> T parsed(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (VolaryException | NoSuchElementException e) {
      throw new VolaryException(
          Fault.FAILED,
          "the Docker Engine's answer to %s is not understood: %s".formatted(call, e.getMessage()),
          e);
    }
  }
}
