package dev.volary.remote.client.http;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.remote.wire.Answer;
import dev.volary.remote.wire.Body;
import dev.volary.remote.wire.BodyPipe;
import dev.volary.remote.wire.Request;
import dev.volary.remote.wire.Transport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import javax.net.ssl.SSLHandshakeException;

/// Carries requests over HTTP/1.1, with TLS where the address says so.
///
/// Every wait has an end: for a connection, for an answer, and for the next byte either way.
/// Redirects are not followed, for credentials would go along. Thread-safe.
public final class HttpTransport implements Transport {
  private static final long SMALL_BODY = 1 << 20;

  private final URI base;
  private final HttpSettings settings;
  private final HttpClient client;
  private final ScheduledThreadPoolExecutor watches;

  /// A transport to the volume at `address`; USAGE where that is no HTTP address, NOT_PERMITTED
  /// where credentials would go over a network in the clear.
  public HttpTransport(String address, HttpSettings settings) {
    this.base = base(address);
    this.settings = settings;
    requireSafe();
    this.watches = new ScheduledThreadPoolExecutor(1, HttpTransport::watcher);
    watches.setRemoveOnCancelPolicy(true);
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(settings.connectTimeout());
    settings
        .fingerprint()
        .map(hex -> new PinnedCertificate(hex).context())
        .or(() -> settings.authorities().map(Authorities::context))
        .ifPresent(builder::sslContext);
    this.client = builder.build();
  }

  private static Thread watcher(Runnable task) {
    Thread thread = new Thread(task, "transfer watch");
    thread.setDaemon(true);
    return thread;
  }

  private static URI base(String address) {
    try {
      URI uri = URI.create(address.endsWith("/") ? address : address + "/");
      if (uri.getHost() != null
          && uri.getUserInfo() == null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
        return uri;
      }
    } catch (IllegalArgumentException _) {
      // Told below.
    }
    throw new VolaryException(
        Fault.USAGE, "'" + address + "' is no address of a volume: write https://HOST/VOLUME");
  }

  private void requireSafe() {
    if (settings.authorization().isPresent()
        && "http".equals(base.getScheme())
        && !isLoopback(base.getHost())) {
      throw new VolaryException(
          Fault.NOT_PERMITTED,
          "credentials would cross the network in the clear to %s: use https".formatted(base));
    }
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  @Override
  public String address() {
    return base.toString().substring(0, base.toString().length() - 1);
  }

  @Override
  public Answer send(Request request) {
    CompletableFuture<HttpResponse<InputStream>> answer = new CompletableFuture<>();
    try (Pulse upload =
        new Pulse(watches, longest(request), () -> answer.completeExceptionally(silence()))) {
      CompletableFuture<HttpResponse<InputStream>> sent =
          client.sendAsync(http(request, upload), BodyHandlers.ofInputStream());
      CompletableFuture<?> _ =
          sent.whenComplete((response, failure) -> pass(answer, response, failure));
      try {
        return answer(answer.get());
      } finally {
        sent.cancel(true);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new VolaryException(Fault.INTERRUPTED, "interrupted while talking to " + address(), e);
    } catch (ExecutionException | CancellationException e) {
      throw unreachable(e.getCause() == null ? e : e.getCause());
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  private static void pass(
      CompletableFuture<HttpResponse<InputStream>> to,
      HttpResponse<InputStream> response,
      Throwable failure) {
    if (failure != null) {
      to.completeExceptionally(failure);
    } else if (!to.complete(response)) {
      try {
        response.body().close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// What is uploaded beats; after the last byte the other side may think.
  private Duration longest(Request request) {
    boolean streamed = request.body().length().orElse(Long.MAX_VALUE) > SMALL_BODY;
    return streamed && settings.idleTimeout().compareTo(settings.answerTimeout()) > 0
        ? settings.idleTimeout()
        : settings.answerTimeout();
  }

  private static IOException silence() {
    return new IOException("it did not answer in time");
  }

  private HttpRequest http(Request request, Pulse pulse) throws IOException {
    String query = request.query().isEmpty() ? "" : "?" + request.query();
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(base.resolve(request.path() + query))
            .method(request.method(), publisher(request.body(), pulse));
    request.headers().forEach(builder::setHeader);
    builder.setHeader("user-agent", "volary");
    settings.authorization().ifPresent(who -> builder.setHeader("authorization", who.header()));
    return builder.build();
  }

  private static BodyPublisher publisher(Body body, Pulse pulse) throws IOException {
    long length = body.length().orElse(Long.MAX_VALUE);
    if (length == 0) {
      return BodyPublishers.noBody();
    }
    if (length <= SMALL_BODY) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) length);
      body.writeTo(bytes);
      return BodyPublishers.ofByteArray(bytes.toByteArray());
    }
    BodyPublisher stream =
        BodyPublishers.ofInputStream(() -> PulsedInput.sent(BodyPipe.open(body), pulse));
    return body.length().isPresent() ? BodyPublishers.fromPublisher(stream, length) : stream;
  }

  private Answer answer(HttpResponse<InputStream> response) {
    Map<String, String> headers = new HashMap<>();
    response.headers().map().forEach((name, values) -> headers.put(name, values.getFirst()));
    InputStream body = response.body();
    Pulse pulse = new Pulse(watches, settings.idleTimeout(), () -> close(body));
    return new Answer(response.statusCode(), headers, PulsedInput.received(body, pulse));
  }

  private static void close(InputStream body) {
    try {
      body.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private VolaryException unreachable(Throwable cause) {
    if (cause instanceof SSLHandshakeException) {
      return new VolaryException(
          Fault.NETWORK, address() + " " + CertificateTrouble.of(cause, base.getHost()), cause);
    }
    String reason =
        switch (cause) {
          case ConnectException e when e.getMessage() == null -> "nobody listens there";
          case Throwable e when e.getMessage() == null -> e.getClass().getSimpleName();
          default -> cause.getMessage();
        };
    return new VolaryException(
        Fault.NETWORK,
        "%s can't be reached (%s): check the address and the network, or try again"
            .formatted(address(), reason),
        cause);
  }

  @Override
  public void close() {
    client.shutdownNow();
    watches.shutdownNow();
  }
}
