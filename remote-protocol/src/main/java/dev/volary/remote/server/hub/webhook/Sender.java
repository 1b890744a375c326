package dev.volary.remote.server.hub.webhook;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Posts deliveries: one request each, no redirects, nothing read of the answer but its status.
/// Thread-safe.
final class Sender implements AutoCloseable {
  private static final int MAX_REASON = 300;

  private final HttpClient client;
  private final Duration limit;
  private final InstantSource clock;

  /// @param limit for one attempt as a whole
  Sender(Duration limit, InstantSource clock) {
    this.limit = limit;
    this.clock = clock;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(limit)
            .build();
  }

  /// Posts; returns why it was not taken, or nothing.
  Optional<String> send(Webhook webhook, Delivery delivery) throws InterruptedException {
    byte[] body = delivery.payload().toString().getBytes(StandardCharsets.UTF_8);
    long time = clock.instant().getEpochSecond();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(webhook.shown().url()))
            .timeout(limit)
            .header("Content-Type", "application/json")
            .header("User-Agent", "volary")
            .header("Volary-Event", delivery.payload().text("event"))
            .header("Volary-Delivery", delivery.id())
            .header("Volary-Timestamp", String.valueOf(time))
            .header("Volary-Signature", Signature.of(webhook.secret(), delivery.id(), time, body))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    CompletableFuture<HttpResponse<Void>> sent =
        client.sendAsync(request, BodyHandlers.discarding());
    try {
      return objection(sent.get(limit.toMillis(), TimeUnit.MILLISECONDS).statusCode());
    } catch (TimeoutException e) {
      return Optional.of("no answer within " + limit.toSeconds() + " s");
    } catch (ExecutionException e) {
      return Optional.of(reason(e.getCause() == null ? e : e.getCause()));
    } finally {
      sent.cancel(true);
    }
  }

  private static Optional<String> objection(int status) {
    if (status >= 200 && status < 300) {
      return Optional.empty();
    }
    return Optional.of(
        status >= 300 && status < 400
            ? "it answered " + status + ", and redirects are not followed"
            : "it answered " + status);
  }

  private static String reason(Throwable failure) {
    String said = failure instanceof IOException ? failure.getMessage() : null;
    String text =
        said != null && !said.isEmpty()
            ? said
            : failure instanceof ConnectException
                ? "nobody can be reached there"
                : "the connection broke off";
    String clean = text.replaceAll("\\p{Cntrl}+", " ");
    return clean.substring(0, Math.min(MAX_REASON, clean.length()));
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
