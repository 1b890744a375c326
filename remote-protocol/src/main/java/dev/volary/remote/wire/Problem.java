package dev.volary.remote.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A refusal as it travels: problem-JSON (RFC 9457) with the code of a [Fault].
///
/// @param status the HTTP status
/// @param fault what kind of failure it is
/// @param detail the sentence for people
/// @param candidates what can be chosen from, or nothing
public record Problem(int status, Fault fault, String detail, List<String> candidates) {
  /// The media type of its text.
  public static final String MEDIA_TYPE = "application/problem+json";

  private static final int MAX_CANDIDATES = 100;
  private static final int MAX_DETAIL = 4096;
  private static final JsonFactory JSON = new JsonFactory();

  /// Shortens what is too long, and takes out what would steer a terminal.
  public Problem {
    detail = printable(detail);
    candidates = candidates.stream().limit(MAX_CANDIDATES).map(Problem::printable).toList();
  }

  /// The problem that tells of a failure.
  public static Problem of(VolaryException failure) {
    return new Problem(
        status(failure.fault()), failure.fault(), failure.getMessage(), failure.candidates());
  }

  /// Returns the failure this tells of.
  public VolaryException toException() {
    return new VolaryException(fault, detail, candidates);
  }

  /// Returns the same problem under another status, such as 401.
  public Problem withStatus(int other) {
    return new Problem(other, fault, detail, candidates);
  }

  /// Returns the status that stands for a fault.
  public static int status(Fault fault) {
    return switch (fault) {
      case USAGE -> 400;
      case NOT_PERMITTED -> 403;
      case NOT_FOUND -> 404;
      case CONFLICT -> 409;
      case LIMIT -> 413;
      case CORRUPT, OMISSIONS -> 422;
      case BUSY -> 423;
      case TOO_OLD, TOO_NEW -> 426;
      case OUTCOME_UNKNOWN, FAILED -> 500;
      case NETWORK, INTERRUPTED -> 503;
      case NO_SPACE -> 507;
    };
  }

  /// Returns the text.
  public byte[] toJson() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeNumberField("status", status);
      json.writeStringField("code", fault.code());
      json.writeStringField("title", fault.code().replace('-', ' '));
      json.writeStringField("detail", detail);
      if (!candidates.isEmpty()) {
        json.writeArrayFieldStart("candidates");
        for (String candidate : candidates) {
          json.writeString(candidate);
        }
        json.writeEndArray();
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /// Returns the problem an answer of this status tells of in `text`; where that is no problem of
  /// this protocol, what the status alone says.
  public static Problem parse(int status, byte[] text) {
    try (JsonParser json = JSON.createParser(text)) {
      if (json.nextToken() == JsonToken.START_OBJECT) {
        return fields(status, json);
      }
    } catch (IOException _) {
      // What answers is no volary; its status says the most.
    }
    return ofStatus(status);
  }

  private static Problem fields(int status, JsonParser json) throws IOException {
    Optional<Fault> fault = Optional.empty();
    Optional<String> detail = Optional.empty();
    List<String> candidates = new ArrayList<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (name.equals("code") && value == JsonToken.VALUE_STRING) {
        fault = fault(json.getText());
      } else if (name.equals("detail") && value == JsonToken.VALUE_STRING) {
        detail = Optional.of(json.getText());
      } else if (name.equals("candidates") && value == JsonToken.START_ARRAY) {
        while (json.nextToken() == JsonToken.VALUE_STRING) {
          candidates.add(json.getText());
        }
      } else {
        json.skipChildren();
      }
    }
    Problem fallback = ofStatus(status);
    return new Problem(
        status, fault.orElse(fallback.fault), detail.orElse(fallback.detail), candidates);
  }

  private static Optional<Fault> fault(String code) {
    for (Fault fault : Fault.values()) {
      if (fault.code().equals(code)) {
        return Optional.of(fault);
      }
    }
    return Optional.empty();
  }

  private static Problem ofStatus(int status) {
    Fault fault =
        switch (status) {
          case 400, 405, 415 -> Fault.USAGE;
          case 401, 403 -> Fault.NOT_PERMITTED;
          case 404, 410 -> Fault.NOT_FOUND;
          case 409, 412 -> Fault.CONFLICT;
          case 423 -> Fault.BUSY;
          case 413, 414, 431 -> Fault.LIMIT;
          case 408, 429, 502, 503, 504 -> Fault.NETWORK;
          case 507 -> Fault.NO_SPACE;
          default -> Fault.FAILED;
        };
    return new Problem(
        status,
        fault,
        "The server answered with status " + status + " and no word of why; check the address",
        List.of());
  }

  /// Text from the other side as it may be shown: no control characters, and not endless.
  public static String printable(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .limit(MAX_DETAIL)
        .map(c ->
            Character.isISOControl(c) && c != '\n' || Character.getType(c) == Character.FORMAT
                ? ' '
                : c)
        .forEach(out::appendCodePoint);
    // Lone surrogates can't be written as JSON.
    return new String(out.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
