package dev.volary.cli.docker.pause;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/// Lets containers go on, for want of any other program that can: a program of its own, started by
/// the watchdog, that loads nothing but itself.
final class Unpause {
  private Unpause() {}

  /// Asks the engine whose socket comes first to let the containers go on whose ids follow.
  public static void main(String[] args) throws IOException {
    for (int i = 1; i < args.length; i++) {
      request(args[0], args[i]);
    }
  }

  private static void request(String socket, String id) throws IOException {
    String request =
        "POST /containers/"
            + id
            + "/unpause HTTP/1.1\r\nHost: docker\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      ByteBuffer out = ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
      while (out.hasRemaining()) {
        channel.write(out);
      }
      // Its end is the sign that the engine has done it, or will not.
      ByteBuffer in = ByteBuffer.allocate(4096);
      while (channel.read(in) >= 0) {
        in.clear();
      }
    }
  }
}
