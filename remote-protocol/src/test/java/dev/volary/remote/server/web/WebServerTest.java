package dev.volary.remote.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.remote.server.Endpoint;
import dev.volary.remote.server.ServerLog;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A server as unfriendly clients see it.
@Timeout(60)
final class WebServerTest {
  static final Endpoint ECHO =
      exchange -> {
        byte[] body;
        try (InputStream in = exchange.body(1000)) {
          body = in.readAllBytes();
        }
        try (OutputStream out =
            exchange.respond(200, Map.of("X-Path", exchange.path().toString()))) {
          out.write(body);
        }
      };

  @TempDir Path folder;

  /// A log that keeps the reasons of refusals.
  static final class Reasons implements ServerLog {
    final List<String> refused = new CopyOnWriteArrayList<>();
    final List<String> failed = new CopyOnWriteArrayList<>();

    @Override
    public void answered(String peer, String request, int status) {}

    @Override
    public void refused(String peer, String request, String reason) {
      refused.add(reason);
    }

    @Override
    public void failed(String request, Throwable cause) {
      failed.add(request);
    }
  }

  static WebLimits limits(int requests, Duration head, Duration idle, Duration total) {
    return new WebLimits(requests, 8, 4096, head, idle, total, Duration.ofSeconds(5));
  }

  static final Duration LONG = Duration.ofSeconds(50);
  static final Duration SHORT = Duration.ofMillis(150);

  static String talk(WebServer server, String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  static String request(String line, String header, String body) {
    return String.join(
        "\r\n", line + " HTTP/1.1", "Host: h", "Connection: close", header, "", body);
  }

  static WebServer start(Endpoint endpoint, WebLimits limits, ServerLog log) throws IOException {
    return WebServer.start(Listen.loopback(0), endpoint, limits, log);
  }

  @Test
  void answersWithWhatTheEndpointWrites() throws IOException {
    try (WebServer server = start(ECHO, WebLimits.DEFAULTS, ServerLog.SILENT)) {
      assertThat(talk(server, request("POST /a/b%20c?x=1", "Content-Length: 3", "abc")))
          .startsWith("HTTP/1.1 200")
          .contains("X-Path: [a, b c]")
          .contains("abc");
    }
  }

  @Test
  void refusesOddPaths() throws IOException {
    try (WebServer server = start(ECHO, WebLimits.DEFAULTS, ServerLog.SILENT)) {
      for (String path :
          List.of(
              "/a//b",
              "/a/%2e%2e/b",
              "/a%2fb",
              "/a/%zz",
              "/a/%00",
              "/a/%ff",
              "/a/",
              "*",
              "/a".repeat(20))) {
        assertThat(
                talk(server, "GET " + path + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
            .as(path)
            .startsWith("HTTP/1.1 400")
            .contains("\"code\":\"usage\"");
      }
    }
  }

  @Test
  void refusesMalformedAndLargeHeads() throws IOException {
    try (WebServer server = start(ECHO, limits(4, LONG, LONG, LONG), ServerLog.SILENT)) {
      assertThat(talk(server, "\u0001\u0002\r\n\r\n")).startsWith("HTTP/1.1 400");
      String large = "X-Large: " + "x".repeat(8000) + "\r\n";
      assertThat(talk(server, "GET / HTTP/1.1\r\nHost: h\r\n" + large + "\r\n"))
          .startsWith("HTTP/1.1 431");
      assertThat(talk(server, "GET /" + "x".repeat(8000) + " HTTP/1.1\r\nHost: h\r\n\r\n"))
          .startsWith("HTTP/1.1 414");
    }
  }

  @Test
  void refusesBodiesOverTheLimitAndBodiesThatAreCut() throws IOException {
    Reasons log = new Reasons();
    try (WebServer server = start(ECHO, limits(4, LONG, SHORT, LONG), log)) {
      String head = "POST /a HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: ";
      assertThat(talk(server, head + "1001\r\n\r\n" + "x".repeat(1001)))
          .startsWith("HTTP/1.1 413")
          .contains("\"code\":\"limit\"");
      // It promises more than it sends, and waits: idleness ends it.
      assertThat(talk(server, head + "10\r\n\r\nabc")).doesNotContain("200");
    }
    assertThat(log.refused).isNotEmpty();
  }

  @Test
  void dropsWhoNeverCompletesAHead() throws IOException {
    Reasons log = new Reasons();
    try (WebServer server = start(ECHO, limits(4, SHORT, LONG, LONG), log)) {
      assertThat(talk(server, "GET /a HT")).isEmpty();
    }
    assertThat(log.refused).contains("no request came in time");
  }

  @Test
  void dropsRequestsOverTheirWholeTime() throws Exception {
    Reasons log = new Reasons();
    CountDownLatch ended = new CountDownLatch(1);
    Endpoint trickle =
        exchange -> {
          try (InputStream in = exchange.body(Long.MAX_VALUE)) {
            in.readAllBytes();
          } finally {
            ended.countDown();
          }
        };
    try (WebServer server = start(trickle, limits(4, LONG, LONG, SHORT), log)) {
      assertThat(talk(server, "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\nabc"))
          .isEmpty();
      ended.await();
    }
    assertThat(log.refused).contains("the request took too long");
  }

  @Test
  void tellsTheSurplusToComeAgain() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Endpoint slow =
        exchange -> {
          inside.countDown();
          try {
            go.await();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
          exchange.respond(204, Map.of()).close();
        };
    try (WebServer server = start(slow, limits(1, LONG, LONG, LONG), ServerLog.SILENT)) {
      Thread first =
          Thread.startVirtualThread(() -> {
            try {
              talk(server, "GET /a HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
            } catch (IOException e) {
              throw new java.io.UncheckedIOException(e);
            }
          });
      inside.await();
      assertThat(talk(server, "GET /b HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
          .startsWith("HTTP/1.1 503")
          .contains("\"code\":\"busy\"");
      go.countDown();
      first.join();
    }
  }

  @Test
  void cutsAnswersThatAreNotCompleted() throws IOException {
    Endpoint half =
        exchange -> {
          OutputStream out = exchange.respond(200, Map.of());
          out.write(new byte[100_000]);
          throw new VolaryException(Fault.CORRUPT, "half way");
        };
    try (WebServer server = start(half, WebLimits.DEFAULTS, ServerLog.SILENT)) {
      String answer = talk(server, "GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(answer).startsWith("HTTP/1.1 200").doesNotEndWith("0\r\n\r\n");
    }
  }

  @Test
  void failuresNobodyForesawTellNothing() throws IOException {
    Reasons log = new Reasons();
    Endpoint broken =
        exchange -> {
          throw new IllegalStateException("secret of the machine");
        };
    try (WebServer server = start(broken, WebLimits.DEFAULTS, log)) {
      assertThat(talk(server, "GET /a HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
          .startsWith("HTTP/1.1 500")
          .doesNotContain("secret");
    }
    assertThat(log.failed).containsExactly("GET /a");
  }

  @Test
  void provesItsFingerprint() throws Exception {
    Path keys = folder.resolve("peer");
    TlsIdentity identity =
        TlsIdentity.in(keys, Instant.EPOCH.plusSeconds(1_800_000_000L), new SecureRandom());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys)))
        .isEqualTo("rwx------");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(keys.resolve("identity.p12"))))
        .isEqualTo("rw-------");
    Listen listen = new Listen("127.0.0.1", 0, java.util.Optional.of(identity), false);
    try (WebServer server = WebServer.start(listen, ECHO, WebLimits.DEFAULTS, ServerLog.SILENT);
        SSLSocket socket =
            (SSLSocket) trusting().getSocketFactory().createSocket("127.0.0.1", server.port())) {
      socket.startHandshake();
      byte[] shown = socket.getSession().getPeerCertificates()[0].getEncoded();
      assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(shown)))
          .isEqualTo(identity.fingerprint());
      socket
          .getOutputStream()
          .write(
              "GET /a HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .startsWith("HTTP/1.1 200");
    }
    TlsIdentity again = TlsIdentity.in(keys, Instant.EPOCH, new SecureRandom());
    assertThat(again.fingerprint()).isEqualTo(identity.fingerprint());
  }

  private static SSLContext trusting() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    X509TrustManager all =
        new X509TrustManager() {
          @Override
          public void checkClientTrusted(X509Certificate[] chain, String type) {}

          @Override
          public void checkServerTrusted(X509Certificate[] chain, String type) {}

          @Override
          public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
          }
        };
    context.init(null, new TrustManager[] {all}, new SecureRandom());
    return context;
  }

  @Test
  void speaksPlainOnThisMachineAlone() {
    Listen everywhere = new Listen("0.0.0.0", 0, java.util.Optional.empty(), false);
    assertThatThrownBy(
            () -> WebServer.start(everywhere, ECHO, WebLimits.DEFAULTS, ServerLog.SILENT))
        .isInstanceOfSatisfying(
            VolaryException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CONFLICT));
  }
}
