package dev.volary.remote.server;

import java.io.IOException;

/// What answers one kind of request to a volume. Thread-safe.
@FunctionalInterface
public interface VolumeRoute {
  /// Answers; failures with a sentence become problems as long as the answer has not begun.
  void answer(Exchange exchange, VolumeView view) throws IOException;
}
