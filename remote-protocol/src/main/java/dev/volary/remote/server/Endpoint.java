package dev.volary.remote.server;

import java.io.IOException;

/// What answers requests. Thread-safe.
@FunctionalInterface
public interface Endpoint {
  /// Answers one request, blocking until the whole answer is written.
  ///
  /// Failures of the request itself become answers; an [IOException] says that the connection broke
  /// or that the answer can't be completed, and the connection is dropped so that the other side
  /// sees it.
  void handle(Exchange exchange) throws IOException;
}
