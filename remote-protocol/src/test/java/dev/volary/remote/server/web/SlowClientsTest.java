package dev.volary.remote.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.remote.server.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A server and clients that are never idle and never done.
@Timeout(60)
final class SlowClientsTest {
  /// Sends `first` and then one byte now and then, never idle, until the server hangs up; returns
  /// what it said.
  private static String trickle(WebServer server, String first) throws IOException {
    StringBuilder heard = new StringBuilder();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(20);
      socket.getOutputStream().write(first.getBytes(StandardCharsets.ISO_8859_1));
      while (true) {
        try {
          int next = socket.getInputStream().read();
          if (next < 0) {
            return heard.toString();
          }
          heard.append((char) next);
        } catch (SocketTimeoutException e) {
          socket.getOutputStream().write('x');
        }
      }
    } catch (SocketException e) {
      // Reset: it was dropped while a byte was on its way.
      return heard.toString();
    }
  }

  @Test
  void dropsWhoSendsAHeadByteByByte() throws IOException {
    WebServerTest.Reasons log = new WebServerTest.Reasons();
    try (WebServer server =
        WebServerTest.start(
            WebServerTest.ECHO,
            WebServerTest.limits(4, WebServerTest.SHORT, WebServerTest.LONG, WebServerTest.LONG),
            log)) {
      assertThat(trickle(server, "GET /a HTTP/1.1\r\nX: ")).isEmpty();
      assertThat(WebServerTest.talk(server, WebServerTest.request("GET /a", "X: y", "")))
          .startsWith("HTTP/1.1 200");
    }
    assertThat(log.refused).contains("no request came in time");
  }

  @Test
  void dropsWhoSendsABodyByteByByte() throws IOException {
    WebServerTest.Reasons log = new WebServerTest.Reasons();
    Endpoint taking =
        exchange -> {
          try (InputStream in = exchange.body(Long.MAX_VALUE)) {
            in.readAllBytes();
          }
        };
    try (WebServer server =
        WebServerTest.start(
            taking,
            WebServerTest.limits(4, WebServerTest.LONG, WebServerTest.LONG, WebServerTest.SHORT),
            log)) {
      String head = "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\n";
      assertThat(trickle(server, head)).isEmpty();
    }
    assertThat(log.refused).contains("the request took too long");
  }

  @Test
  void dropsWhoDoesNotReadTheAnswer() throws Exception {
    WebServerTest.Reasons log = new WebServerTest.Reasons();
    CountDownLatch ended = new CountDownLatch(1);
    Endpoint endless =
        exchange -> {
          try (OutputStream out = exchange.respond(200, Map.of())) {
            byte[] much = new byte[1 << 20];
            while (true) {
              out.write(much);
            }
          } finally {
            ended.countDown();
          }
        };
    try (WebServer server =
            WebServerTest.start(
                endless,
                WebServerTest.limits(
                    4, WebServerTest.LONG, WebServerTest.SHORT, WebServerTest.LONG),
                log);
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket
          .getOutputStream()
          .write(WebServerTest.request("GET /a", "X: y", "").getBytes(StandardCharsets.ISO_8859_1));
      assertThat(socket.getInputStream().read()).isEqualTo('H');
      ended.await();
    }
    assertThat(log.refused).isNotEmpty();
  }
}
