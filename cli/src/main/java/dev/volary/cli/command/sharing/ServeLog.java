package dev.volary.cli.command.sharing;

import dev.volary.cli.output.Output;
import dev.volary.remote.server.ServerLog;

/// Tells who runs a server what it refuses and where it fails.
final class ServeLog implements ServerLog {
  private final Output output;

  ServeLog(Output output) {
    this.output = output;
  }

  @Override
  public void answered(String peer, String request, int status) {
    // What went well is not news.
  }

  @Override
  public synchronized void refused(String peer, String request, String reason) {
    output.talk("%s: %s refused: %s".formatted(peer, request, reason));
  }

  @Override
  public synchronized void failed(String request, Throwable cause) {
    output.warn("%s failed: %s".formatted(request, cause));
  }
}
