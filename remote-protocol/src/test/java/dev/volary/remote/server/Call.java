package dev.volary.remote.server;

import dev.volary.remote.wire.Problem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A request made in this process, and its answer.
public final class Call implements Exchange {
  private final String method;
  private final List<String> path;
  private final byte[] body;
  private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final ByteArrayOutputStream answer = new ByteArrayOutputStream();
  private int status;
  private boolean complete;

  /// A request such as `POST`, `pg/volary/1/push`.
  public Call(String method, String path, byte[] body) {
    this.method = method;
    this.path = List.of(path.split("/"));
    this.body = body;
  }

  /// Sets a header.
  public Call with(String header, String value) {
    headers.put(header.toLowerCase(Locale.ROOT), value);
    return this;
  }

  /// Has it answered.
  public Call by(Endpoint endpoint) throws IOException {
    endpoint.handle(this);
    return this;
  }

  /// The status of the answer.
  public int status() {
    return status;
  }

  /// The bytes of an answer that succeeded.
  public byte[] bytes() {
    if (status >= 300 || !complete) {
      throw new AssertionError(status + " " + answer);
    }
    return answer.toByteArray();
  }

  /// Status and problem of an answer that did not.
  public String problem() {
    if (status < 300) {
      throw new AssertionError(status + " " + answer);
    }
    Problem problem = Problem.parse(status, answer.toByteArray());
    return status + " " + problem.fault() + " " + problem.detail();
  }

  @Override
  public String method() {
    return method;
  }

  @Override
  public List<String> path() {
    return path;
  }

  @Override
  public Map<String, String> query() {
    return Map.of();
  }

  @Override
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  @Override
  public String peer() {
    return "here";
  }

  @Override
  public InputStream body(long maxBytes) {
    return new BoundedBody(new ByteArrayInputStream(body), maxBytes);
  }

  @Override
  public OutputStream respond(int given, Map<String, String> sent) {
    if (status != 0) {
      throw new IllegalStateException("answered twice");
    }
    status = given;
    return new OutputStream() {
      @Override
      public void write(int b) {
        answer.write(b);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) {
        answer.write(bytes, offset, length);
      }

      @Override
      public void close() {
        complete = true;
      }
    };
  }
}
