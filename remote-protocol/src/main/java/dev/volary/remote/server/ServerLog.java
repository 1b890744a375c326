package dev.volary.remote.server;

import java.util.Optional;

/// Where a server tells what it did. Thread-safe; must not fail and not block for long.
public interface ServerLog {
  /// A log that tells nobody.
  ServerLog SILENT =
      new ServerLog() {
        @Override
        public void answered(String peer, String request, int status) {}

        @Override
        public void refused(String peer, String request, String reason) {}

        @Override
        public void failed(String request, Throwable cause) {}
      };

  /// A request was answered.
  ///
  /// @param request method and path
  void answered(String peer, String request, int status);

  /// A request was refused, or its connection dropped, for a reason of the server's.
  void refused(String peer, String request, String reason);

  /// Something failed that should not have.
  void failed(String request, Throwable cause);

  /// How a request is called in the log: no query, which may hold secrets, and nothing that breaks
  /// lines.
  static String name(String method, Optional<String> path) {
    String text = method + " " + path.orElse("?");
    return text.codePoints()
        .limit(300)
        .map(c -> Character.isISOControl(c) ? '?' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
