package dev.volary.remote.server.web;

import dev.volary.remote.server.Answers;
import dev.volary.remote.server.BoundedBody;
import dev.volary.remote.server.Exchange;
import dev.volary.remote.wire.Problem;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/// A request over HTTP and its answer.
final class WebExchange implements Exchange {
  private static final int BUFFER = 32 << 10;

  private final Request request;
  private final Response response;
  private final List<String> path;
  private final Map<String, String> query;
  private boolean begun;
  private boolean complete;

  /// A request whose path and query are taken apart; USAGE where they are malformed.
  WebExchange(Request request, Response response) {
    this(
        request,
        response,
        RequestPath.segments(request.getHttpURI().getPath()),
        RequestPath.parameters(request.getHttpURI().getQuery()));
  }

  private WebExchange(
      Request request, Response response, List<String> path, Map<String, String> query) {
    this.request = request;
    this.response = response;
    this.path = path;
    this.query = query;
  }

  /// A request that is only to be refused.
  static WebExchange malformed(Request request, Response response) {
    return new WebExchange(request, response, List.of(), Map.of());
  }

  /// Answers with a problem.
  void refuse(Problem problem) throws IOException {
    Answers.problem(this, problem);
  }

  @Override
  public String method() {
    return request.getMethod();
  }

  @Override
  public List<String> path() {
    return path;
  }

  @Override
  public Map<String, String> query() {
    return query;
  }

  @Override
  public Optional<String> header(String name) {
    return Optional.ofNullable(request.getHeaders().get(name));
  }

  @Override
  public String peer() {
    return Request.getRemoteAddr(request);
  }

  @Override
  public InputStream body(long maxBytes) {
    return new BoundedBody(Request.asInputStream(request), maxBytes);
  }

  @Override
  public OutputStream respond(int status, Map<String, String> headers) {
    if (begun) {
      throw new IllegalStateException("the answer has begun already");
    }
    begun = true;
    response.setStatus(status);
    headers.forEach(response.getHeaders()::put);
    OutputStream out = new BufferedOutputStream(Content.Sink.asOutputStream(response), BUFFER);
    return new FilterOutputStream(out) {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
      }

      @Override
      public void close() throws IOException {
        if (!complete) {
          out.close();
          complete = true;
        }
      }
    };
  }

  /// Whether an answer was begun.
  boolean begun() {
    return begun;
  }

  /// Whether the whole answer was handed over.
  boolean complete() {
    return complete;
  }
}
