package dev.volary.remote.server;

import dev.volary.remote.message.TransferLimits;
import dev.volary.remote.wire.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/// The usual answers.
public final class Answers {
  private static final String CONTENT_TYPE = "Content-Type";
  private static final String CACHING = "Cache-Control";
  private static final String NONE = "no-store";

  /// The challenge that goes with 401; stock Git gives its credentials only when asked.
  private static final String CHALLENGE = "Basic realm=\"volary\", charset=\"UTF-8\"";

  private Answers() {}

  /// Answers with a message.
  public static void message(Exchange exchange, byte[] message) throws IOException {
    Map<String, String> headers = Map.of(CONTENT_TYPE, TransferLimits.MEDIA_TYPE, CACHING, NONE);
    try (OutputStream out = exchange.respond(200, headers)) {
      out.write(message);
    }
  }

  /// Answers that it is done, with nothing to tell.
  public static void done(Exchange exchange) throws IOException {
    exchange.respond(204, Map.of(CACHING, NONE)).close();
  }

  /// Answers with a problem; 401 asks for credentials.
  public static void problem(Exchange exchange, Problem problem) throws IOException {
    Map<String, String> headers =
        problem.status() == 401
            ? Map.of(CONTENT_TYPE, Problem.MEDIA_TYPE, CACHING, NONE, "WWW-Authenticate", CHALLENGE)
            : Map.of(CONTENT_TYPE, Problem.MEDIA_TYPE, CACHING, NONE);
    try (OutputStream out = exchange.respond(problem.status(), headers)) {
      out.write(problem.toJson());
    }
  }
}
