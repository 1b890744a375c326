package dev.volary.remote.server.web;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.remote.server.Endpoint;
import dev.volary.remote.server.ServerLog;
import dev.volary.remote.wire.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Hands requests to an endpoint, each on a virtual thread of its own, so many at a time.
final class ExchangeHandler extends Handler.Abstract {
  private static final Problem BUSY =
      new Problem(503, Fault.BUSY, "the server is busy: try again in a while", List.of());

  /// What nobody foresaw is told in the server's log alone.
  private static final Problem UNFORESEEN =
      new Problem(500, Fault.FAILED, "the server failed; its log tells why", List.of());

  private final Endpoint endpoint;
  private final ConnectionDeadlines deadlines;
  private final Semaphore room;
  private final ServerLog log;

  ExchangeHandler(
      Endpoint endpoint, WebLimits limits, ConnectionDeadlines deadlines, ServerLog log) {
    this.endpoint = endpoint;
    this.deadlines = deadlines;
    this.room = new Semaphore(limits.requests());
    this.log = log;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    EndPoint connection = request.getConnectionMetaData().getConnection().getEndPoint();
    // Thinking is not idling: while no byte is waited for, the total deadline alone counts.
    request.addIdleTimeoutListener(_ -> false);
    deadlines.begun(connection);
    try {
      handle(request, response);
      callback.succeeded();
      log.answered(peer(request), name(request), response.getStatus());
    } catch (IOException | RuntimeException e) {
      log.refused(peer(request), name(request), String.valueOf(e.getMessage()));
      callback.failed(e);
    } finally {
      deadlines.ended(connection);
    }
    return true;
  }

  private void handle(Request request, Response response) throws IOException {
    WebExchange exchange;
    try {
      exchange = new WebExchange(request, response);
    } catch (VolaryException e) {
      WebExchange.malformed(request, response).refuse(Problem.of(e));
      return;
    }
    if (!room.tryAcquire()) {
      exchange.refuse(BUSY);
      return;
    }
    try {
      answer(exchange, name(request));
    } finally {
      room.release();
    }
    if (!exchange.complete()) {
      throw new IOException("the answer was not completed");
    }
  }

  private void answer(WebExchange exchange, String name) throws IOException {
    try {
      endpoint.handle(exchange);
    } catch (VolaryException e) {
      refuseUnlessBegun(exchange, Problem.of(e), e);
    } catch (UncheckedIOException | IllegalStateException | IllegalArgumentException e) {
      log.failed(name, e);
      refuseUnlessBegun(exchange, UNFORESEEN, e);
    }
  }

  private static void refuseUnlessBegun(
      WebExchange exchange, Problem problem, RuntimeException cause) throws IOException {
    if (exchange.begun()) {
      throw cause;
    }
    exchange.refuse(problem);
  }

  private static String peer(Request request) {
    return Request.getRemoteAddr(request);
  }

  private static String name(Request request) {
    return ServerLog.name(request.getMethod(), Optional.ofNullable(request.getHttpURI().getPath()));
  }
}
