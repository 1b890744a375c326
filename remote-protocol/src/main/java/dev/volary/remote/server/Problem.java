package dev.volary.remote.server;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// A failure as it is told to the other side: `application/problem+json` with a stable code.
///
/// @param status the HTTP status
/// @param code the fault's code
/// @param title the status in words
/// @param detail one sentence
public record Problem(int status, String code, String title, String detail) {
  private static final int MAX_DETAIL = 2000;

  /// The challenge that goes with 401, for stock Git above all.
  private static final String CHALLENGE = "Basic realm=\"volary\", charset=\"UTF-8\"";

  /// The answer to who gives no credentials, or such as are worth nothing, where some are needed.
  public static Problem unauthorized(String detail) {
    return new Problem(401, Fault.NOT_PERMITTED.code(), "Unauthorized", detail);
  }

  /// What a failure is answered with. Files and causes of this machine are nobody's business: only
  /// failures made for callers are told in their own words.
  public static Problem of(VolaryException failure) {
    return switch (failure.fault()) {
      case USAGE -> of(400, "Bad Request", failure);
      case NOT_PERMITTED -> of(403, "Forbidden", failure);
      case NOT_FOUND -> of(404, "Not Found", failure);
      case CONFLICT, BUSY -> of(409, "Conflict", failure);
      case CORRUPT -> of(422, "Unprocessable Content", failure);
      case TOO_OLD, TOO_NEW -> of(426, "Upgrade Required", failure);
      case LIMIT -> of(413, "Content Too Large", failure);
      case NO_SPACE -> of(507, "Insufficient Storage", failure);
      case NETWORK, INTERRUPTED -> of(503, "Service Unavailable", failure);
      case OUTCOME_UNKNOWN, FAILED, OMISSIONS -> of(500, "Internal Server Error", failure);
    };
  }

  /// What a failure nobody foresaw is answered with.
  public static Problem unforeseen() {
    return new Problem(
        500, Fault.FAILED.code(), "Internal Server Error", "the server failed; its log tells why");
  }

  private static Problem of(int status, String title, VolaryException failure) {
    return new Problem(status, failure.fault().code(), title, failure.getMessage());
  }

  /// Answers with this.
  public void send(Exchange exchange) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/problem+json");
    headers.put("Cache-Control", "no-store");
    if (status == 401) {
      headers.put("WWW-Authenticate", CHALLENGE);
    }
    try (OutputStream out = exchange.respond(status, headers)) {
      out.write(json().getBytes(StandardCharsets.UTF_8));
    }
  }

  /// The JSON object.
  public String json() {
    String shown = detail.length() > MAX_DETAIL ? detail.substring(0, MAX_DETAIL) : detail;
    return "{\"status\":%d,\"code\":%s,\"title\":%s,\"detail\":%s}"
        .formatted(status, quoted(code), quoted(title), quoted(shown));
  }

  private static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ' || Character.isSurrogate(c) || c == 0x7f) {
        out.append("\\u%04x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }
}
