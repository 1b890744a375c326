package dev.volary.remote.file;

import dev.volary.remote.server.BoundedBody;
import dev.volary.remote.server.Exchange;
import dev.volary.remote.wire.Answer;
import dev.volary.remote.wire.BodyPipe;
import dev.volary.remote.wire.Pipe;
import dev.volary.remote.wire.Request;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// One request that never leaves the process.
final class LocalExchange implements Exchange {
  private final List<String> volume;
  private final Request request;
  private final Pipe pipe = new Pipe();
  private final CompletableFuture<Answer> answer = new CompletableFuture<>();

  LocalExchange(List<String> volume, Request request) {
    this.volume = volume;
    this.request = request;
  }

  /// The answer, once it has begun.
  CompletableFuture<Answer> answer() {
    return answer;
  }

  /// Ends an answer that is not complete; of no effect on one that is.
  void cut(Throwable cause) {
    pipe.fail(cause);
    answer.completeExceptionally(cause);
  }

  @Override
  public String method() {
    return request.method();
  }

  @Override
  public List<String> path() {
    List<String> path = new ArrayList<>(volume);
    path.addAll(List.of(request.path().split("/")));
    return path;
  }

  @Override
  public Map<String, String> query() {
    Map<String, String> query = new HashMap<>();
    for (String pair : request.query().split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        query.putIfAbsent(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
      }
    }
    return query;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  @Override
  public Optional<String> header(String name) {
    return Optional.ofNullable(request.headers().get(name.toLowerCase(Locale.ROOT)));
  }

  @Override
  public String peer() {
    return "this machine";
  }

  @Override
  public InputStream body(long maxBytes) {
    return new BoundedBody(BodyPipe.open(request.body()), maxBytes);
  }

  @Override
  public OutputStream respond(int status, Map<String, String> headers) {
    Map<String, String> lower = new HashMap<>();
    headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
    answer.complete(new Answer(status, lower, pipe.source()));
    return pipe.sink();
  }
}
