package dev.volary.cli.docker.engine;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.remote.message.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.InputStreamResponseListener;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.StringRequestContent;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.io.Transport;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/// HTTP over the engine's Unix socket. Calls may be made from several threads at once.
final class EngineTransport implements AutoCloseable {
  private static final int MAX_ANSWER_BYTES = 64 << 20;

  private final EngineSocket socket;
  private final HttpClient client;

  /// Starts the client; no call is made yet.
  EngineTransport(EngineSocket socket) {
    this.socket = socket;
    ClientConnector connector = new ClientConnector();
    // The client would load TLS and measure memory for a thread pool first: half of its start.
    connector.setSslContextFactory(new NoTls());
    connector.setExecutor(
        Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().name("engine").factory()));
    connector.setSelectors(1);
    // Each call has its own deadline, and stopping a container says nothing for a long while.
    connector.setIdleTimeout(Duration.ZERO);
    client = new HttpClient(new HttpClientTransportOverHTTP(connector));
    client.setFollowRedirects(false);
    client.setUserAgentField(null);
    try {
      client.start();
    } catch (Exception e) {
      throw new VolaryException(Fault.FAILED, "the client for Docker did not start: " + e, e);
    }
  }

  /// Never asked for anything: the socket is not encrypted.
  private static final class NoTls extends SslContextFactory.Client {
    @Override
    protected void doStart() {}

    @Override
    protected void doStop() {}
  }

  /// Makes a call and returns the answer, whatever its status.
  Answer call(Call call) throws IOException {
    InputStreamResponseListener listener = new InputStreamResponseListener();
    Response response = begin(call, listener);
    try (InputStream in = listener.getInputStream()) {
      byte[] bytes = in.readNBytes(MAX_ANSWER_BYTES + 1);
      if (bytes.length > MAX_ANSWER_BYTES) {
        throw new VolaryException(
            Fault.LIMIT, "the Docker Engine's answer to " + call + " is over 64 MiB");
      }
      return new Answer(call, response.getStatus(), bytes);
    } catch (IOException e) {
      throw failure(call, e);
    }
  }

  /// Makes a call whose answer is read while it comes; a refusal is thrown.
  InputStream stream(Call call) throws IOException {
    InputStreamResponseListener listener = new InputStreamResponseListener();
    Response response = begin(call, listener);
    InputStream in = listener.getInputStream();
    if (response.getStatus() >= 400) {
      try (in) {
        byte[] bytes = in.readNBytes(MAX_ANSWER_BYTES);
        new Answer(call, response.getStatus(), bytes).orRefusal();
      }
    }
    return in;
  }

  private Response begin(Call call, InputStreamResponseListener listener) throws IOException {
    Request request =
        client
            .newRequest("http://docker" + call.path())
            .transport(new Transport.TCPUnix(socket.path()))
            .method(call.method())
            .timeout(call.limit().toMillis(), TimeUnit.MILLISECONDS);
    Optional<JsonObject> body = call.body();
    if (body.isPresent()) {
      request.body(
          new StringRequestContent(
              "application/json", body.get().toString(), StandardCharsets.UTF_8));
    }
    request.send(listener);
    try {
      return listener.get(call.limit().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      var _ = request.abort(e);
      throw new VolaryException(Fault.INTERRUPTED, "interrupted while Docker was asked", e);
    } catch (TimeoutException e) {
      var _ = request.abort(e);
      throw failure(call, e);
    } catch (ExecutionException e) {
      throw failure(call, e.getCause() == null ? e : e.getCause());
    }
  }

  /// Says what failed in terms of what was asked.
  VolaryException failure(Call call, Throwable cause) {
    Throwable reason = cause;
    while (reason.getCause() != null && !(reason instanceof TimeoutException)) {
      reason = reason.getCause();
    }
    String said = String.valueOf(reason.getMessage());
    if (reason instanceof TimeoutException) {
      return new VolaryException(
          Fault.BUSY,
          "the Docker Engine at %s did not answer %s within %d s; try again"
              .formatted(socket, call, call.limit().toSeconds()),
          cause);
    }
    if (said.contains("Permission denied")) {
      return new VolaryException(
          Fault.NOT_PERMITTED,
          "you may not speak to the Docker Engine at %s: run as root, or as a member of its group"
              .formatted(socket),
          cause);
    }
    if (reason instanceof java.net.SocketException && !(reason instanceof ClosedChannelException)) {
      return new VolaryException(
          Fault.NOT_FOUND,
          "no Docker Engine answers at %s: start it, or name its socket in DOCKER_HOST"
              .formatted(socket),
          cause);
    }
    return new VolaryException(
        Fault.FAILED,
        "asking the Docker Engine at %s for %s failed: %s".formatted(socket, call, reason),
        cause);
  }

  @Override
  public void close() {
    try {
      client.stop();
    } catch (Exception e) {
      throw new VolaryException(Fault.FAILED, "the client for Docker did not stop: " + e, e);
    }
  }
}
