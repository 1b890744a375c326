package dev.volary.cli.docker.engine;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// The Unix socket on which a Docker Engine listens.
public record EngineSocket(Path path) {
  private static final String SCHEME = "unix://";
  private static final String USUAL = "/var/run/docker.sock";

  /// Returns the one that `DOCKER_HOST` names, else the usual one; USAGE where it names no Unix
  /// socket.
  public static EngineSocket of(Map<String, String> environment) {
    String host = environment.getOrDefault("DOCKER_HOST", "");
    if (host.isEmpty()) {
      return new EngineSocket(Path.of(USUAL));
    }
    if (!host.startsWith(SCHEME) || host.length() == SCHEME.length()) {
      throw new VolaryException(
          Fault.USAGE,
          "DOCKER_HOST is %s, but only an engine on this machine can be used: set it to unix:///PATH"
              .formatted(host));
    }
    return new EngineSocket(Path.of(host.substring(SCHEME.length())));
  }

  /// Tells whether an engine listens there that this user may speak to.
  public boolean answers() {
    if (!Files.exists(path)) {
      return false;
    }
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      return channel.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
