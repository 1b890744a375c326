package dev.volary.remote.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An exchange that knows whether its answer has begun.
final class WatchedExchange implements Exchange {
  private final Exchange exchange;
  private boolean begun;

  WatchedExchange(Exchange exchange) {
    this.exchange = exchange;
  }

  boolean hasBegun() {
    return begun;
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
  public OutputStream respond(int status, Map<String, String> headers) throws IOException {
    begun = true;
    return exchange.respond(status, headers);
  }
}
