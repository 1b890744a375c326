package dev.volary.remote.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An exchange that knows whether and how its answer has begun.
public final class WatchedExchange implements Exchange {
  private final Exchange exchange;
  private int status;

  /// Watches `exchange`.
  public WatchedExchange(Exchange exchange) {
    this.exchange = exchange;
  }

  boolean hasBegun() {
    return status != 0;
  }

  /// Returns the status that was answered, or 0.
  public int status() {
    return status;
  }

  @Override
  public String method() {
    return exchange.method();
  }

  @Override
  public List<String> path() {
    return exchange.path();
  }

  @Override
  public Map<String, String> query() {
    return exchange.query();
  }

  @Override
  public Optional<String> header(String name) {
    return exchange.header(name);
  }

  @Override
  public String peer() {
    return exchange.peer();
  }

  @Override
  public InputStream body(long maxBytes) {
    return exchange.body(maxBytes);
  }

  @Override
  public OutputStream respond(int answered, Map<String, String> headers) throws IOException {
    status = answered;
    return exchange.respond(answered, headers);
  }
}
