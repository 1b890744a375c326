package dev.volary.remote.server.web;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.remote.server.Endpoint;
import dev.volary.remote.server.ServerLog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// A running HTTP server in front of an endpoint; stops gracefully when closed.
public final class WebServer implements AutoCloseable {
  /// Threads that watch sockets; requests have virtual ones of their own.
  private static final int THREADS = 16;

  private final Server server;
  private final ServerConnector connector;

  private WebServer(Server server, ServerConnector connector) {
    this.server = server;
    this.connector = connector;
  }

  /// Starts serving. CONFLICT where plain HTTP would leave this machine without having been told
  /// so; NETWORK where the address can't be listened on.
  public static WebServer start(Listen listen, Endpoint endpoint, WebLimits limits, ServerLog log)
      throws IOException {
    requireSafe(listen);
    QueuedThreadPool threads = new QueuedThreadPool(THREADS);
    threads.setDaemon(true);
    threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("request-"));
    Server server = new Server(threads);
    ServerConnector connector = connector(server, listen, limits);
    ConnectionDeadlines deadlines = new ConnectionDeadlines(server.getScheduler(), limits, log);
    connector.addBean(deadlines);
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(limits.connections(), connector));
    server.setHandler(new GracefulHandler(new ExchangeHandler(endpoint, limits, deadlines, log)));
    server.setErrorHandler(new ProblemErrors());
    server.setStopTimeout(limits.stop().toMillis());
    WebServer running = new WebServer(server, connector);
    try {
      server.start();
      return running;
    } catch (Exception e) {
      running.close();
      throw new VolaryException(
          Fault.NETWORK,
          "can't listen on %s port %d: %s".formatted(listen.host(), listen.port(), e.getMessage()),
          e);
    }
  }

  private static void requireSafe(Listen listen) throws UnknownHostException {
    if (listen.identity().isEmpty()
        && !listen.plainAnywhere()
        && !InetAddress.getByName(listen.host()).isLoopbackAddress()) {
      throw new VolaryException(
          Fault.CONFLICT,
          "without TLS everybody on the way reads along: listen on 127.0.0.1, or use TLS");
    }
  }

  private static ServerConnector connector(Server server, Listen listen, WebLimits limits) {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setRequestHeaderSize(limits.headerBytes());
    configuration.setSendServerVersion(false);
    configuration.setSendDateHeader(false);
    configuration.setOutputAggregationSize(0);
    ServerConnector connector;
    if (listen.identity().isPresent()) {
      // Peers are known by their fingerprints, whatever name or address they are reached by.
      configuration.addCustomizer(new SecureRequestCustomizer(false));
      SslContextFactory.Server tls = new SslContextFactory.Server();
      tls.setSslContext(listen.identity().get().context());
      tls.setIncludeProtocols("TLSv1.3", "TLSv1.2");
      connector =
          new ServerConnector(
              server,
              1,
              1,
              new SslConnectionFactory(tls, HttpVersion.HTTP_1_1.asString()),
              new HttpConnectionFactory(configuration));
    } else {
      connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration));
    }
    connector.setHost(listen.host());
    connector.setPort(listen.port());
    connector.setIdleTimeout(limits.idle().toMillis());
    connector.setShutdownIdleTimeout(limits.idle().toMillis());
    return connector;
  }

  /// Returns the address it listens on, as it was given.
  public String host() {
    return connector.getHost();
  }

  /// Returns the port it listens on.
  public int port() {
    return connector.getLocalPort();
  }

  /// Takes no more requests, lets those under way end for a while, and stops.
  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      // What did not end in time was told by its own exchange; nothing is left to be done here.
      server.setStopTimeout(0);
    }
    server.destroy();
  }
}
