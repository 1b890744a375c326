package dev.volary.remote.server.hub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.volary.remote.message.json.JsonObject;
import dev.volary.remote.message.json.JsonText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/// A server that is told what happens on a hub, and answers as it is told to.
final class Receiver implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();

  /// The status of its answers.
  volatile int status = 204;

  /// What it was told.
  record Told(String id, String time, String signature, byte[] body) {
    JsonObject json() {
      return JsonText.read(body);
    }

    String event() {
      return json().text("event");
    }
  }

  Receiver(Optional<SSLContext> tls) throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    if (tls.isPresent()) {
      HttpsServer secured = HttpsServer.create(address, 0);
      secured.setHttpsConfigurator(new HttpsConfigurator(tls.get()));
      server = secured;
    } else {
      server = HttpServer.create(address, 0);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    var headers = exchange.getRequestHeaders();
    byte[] body = exchange.getRequestBody().readAllBytes();
    int now = status;
    if (now / 100 == 3) {
      exchange.getResponseHeaders().set("Location", "/elsewhere");
    }
    exchange.sendResponseHeaders(now, -1);
    exchange.close();
    told.add(
        new Told(
            headers.getFirst("Volary-Delivery"),
            headers.getFirst("Volary-Timestamp"),
            headers.getFirst("Volary-Signature"),
            body));
  }

  int port() {
    return server.getAddress().getPort();
  }

  /// The next thing it is told.
  Told next() throws InterruptedException {
    Told next = told.poll(60, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing was told");
    }
    return next;
  }

  boolean isQuiet() {
    return told.isEmpty();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
