package dev.volary.remote.file;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.remote.server.Endpoint;
import dev.volary.remote.wire.Answer;
import dev.volary.remote.wire.Request;
import dev.volary.remote.wire.Transport;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;

/// Carries requests to an endpoint in the same process, each on a thread of its own. Thread-safe.
public final class LocalTransport implements Transport {
  private final Endpoint endpoint;
  private final List<String> volume;
  private final String address;
  private final AutoCloseable owned;

  /// A transport to the volume that `endpoint` knows under the path `volume`.
  ///
  /// @param address what people call the place
  /// @param owned what is closed with this, such as the other depot
  public LocalTransport(
      Endpoint endpoint, List<String> volume, String address, AutoCloseable owned) {
    this.endpoint = endpoint;
    this.volume = List.copyOf(volume);
    this.address = address;
    this.owned = owned;
  }

  @Override
  public Answer send(Request request) {
    LocalExchange exchange = new LocalExchange(volume, request);
    Thread.ofVirtual().name("local request").start(() -> answer(exchange));
    try {
      return exchange.answer().get();
    } catch (ExecutionException e) {
      throw new VolaryException(
          Fault.FAILED, "%s gave no answer: %s".formatted(address, e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new VolaryException(Fault.INTERRUPTED, "interrupted while talking to " + address, e);
    }
  }

  private void answer(LocalExchange exchange) {
    try {
      endpoint.handle(exchange);
      exchange.cut(new IOException("the answer is not complete"));
    } catch (IOException | RuntimeException | Error e) {
      exchange.cut(e);
    }
  }

  @Override
  public String address() {
    return address;
  }

  @Override
  public void close() {
    try {
      owned.close();
    } catch (Exception e) {
      throw e instanceof RuntimeException failure ? failure : new IllegalStateException(e);
    }
  }
}
