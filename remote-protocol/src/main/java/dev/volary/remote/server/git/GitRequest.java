package dev.volary.remote.server.git;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.remote.server.BoundedBody;
import dev.volary.remote.server.Exchange;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/// What requests of Git's smart HTTP protocol (gitprotocol-http(5)) have in common.
final class GitRequest {
  static final String UPLOAD = "git-upload-pack";
  static final String RECEIVE = "git-receive-pack";

  private GitRequest() {}

  /// The body, decompressed where it came compressed; at most `maxBytes` before and after.
  static InputStream body(Exchange exchange, long maxBytes) throws IOException {
    InputStream body = exchange.body(maxBytes);
    String coding = exchange.header("Content-Encoding").orElse("identity");
    return switch (coding) {
      case "identity" -> body;
      case "gzip", "x-gzip" -> new BoundedBody(new GZIPInputStream(body), maxBytes);
      default -> throw new VolaryException(Fault.USAGE, "the body's coding is not known here");
    };
  }

  /// What the client says of versions, such as `version=2`.
  static List<String> parameters(Exchange exchange) {
    String header = exchange.header("Git-Protocol").orElse("");
    return header.isEmpty() || header.length() > 200 ? List.of() : List.of(header.split(":", -1));
  }

  /// The headers of an answer of `service`.
  static Map<String, String> headers(String service, String kind) {
    return Map.of(
        "Content-Type", "application/x-" + service + "-" + kind, "Cache-Control", "no-cache");
  }
}
