package dev.volary.cli.docker.plugin.web;

import dev.volary.cli.docker.plugin.VolumeDriver;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// The running plugin: HTTP on a Unix socket in front of a [VolumeDriver].
public final class PluginServer implements AutoCloseable {
  /// Threads that watch the socket; requests have virtual ones of their own.
  private static final int THREADS = 8;

  private static final int HEADER_BYTES = 16 << 10;

  /// Docker keeps connections open between calls.
  private static final Duration IDLE = Duration.ofMinutes(5);

  /// Longer than any handler's deadline.
  private static final Duration STOP = Duration.ofSeconds(15);

  private final Server server;

  private PluginServer(Server server) {
    this.server = server;
  }

  /// Starts answering on a socket that listens already; it is closed with the server.
  public static PluginServer start(ServerSocketChannel listening, VolumeDriver driver)
      throws IOException {
    QueuedThreadPool threads = new QueuedThreadPool(THREADS);
    threads.setDaemon(true);
    threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("call-"));
    Server server = new Server(threads);
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setRequestHeaderSize(HEADER_BYTES);
    configuration.setSendServerVersion(false);
    configuration.setSendDateHeader(false);
    UnixConnector connector =
        new UnixConnector(server, listening, new DockerConnections(configuration));
    connector.setIdleTimeout(IDLE.toMillis());
    server.addConnector(connector);
    server.setHandler(new GracefulHandler(new CallHandler(driver)));
    server.setStopTimeout(STOP.toMillis());
    PluginServer running = new PluginServer(server);
    try {
      server.start();
      return running;
    } catch (Exception e) {
      running.close();
      throw new IOException("can't answer on the socket: " + e.getMessage(), e);
    }
  }

  /// Takes no more calls, lets those under way end, and stops.
  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      // What did not end in time is cut off; Docker asks again.
      server.setStopTimeout(0);
    }
    server.destroy();
  }
}
