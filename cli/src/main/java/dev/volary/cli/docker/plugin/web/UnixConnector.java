package dev.volary.cli.docker.plugin.web;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/// Takes HTTP connections from a Unix socket that listens already, whoever made it.
///
/// Jetty's own connector for such sockets binds them itself, so that it could not take one over.
final class UnixConnector extends AbstractConnector {
  private static final int ACCEPTORS = 1;
  private static final int SELECTORS = 1;

  private final ServerSocketChannel listening;
  private final Selectors selectors;

  /// @param listening is closed when the connector stops
  UnixConnector(Server server, ServerSocketChannel listening, ConnectionFactory factory) {
    super(server, null, null, null, ACCEPTORS, factory);
    this.listening = listening;
    this.selectors = new Selectors(getExecutor(), getScheduler());
    installBean(selectors, true);
  }

  @Override
  protected void accept(int acceptor) throws IOException {
    SocketChannel connection = listening.accept();
    connection.configureBlocking(false);
    selectors.accept(connection);
  }

  @Override
  protected void interruptAcceptors() {
    try {
      listening.close();
    } catch (IOException e) {
      LOG.debug("closing {}", listening, e);
    }
    super.interruptAcceptors();
  }

  @Override
  public Object getTransport() {
    return listening;
  }

  /// Watches the connections.
  private final class Selectors extends SelectorManager {
    Selectors(Executor executor, Scheduler scheduler) {
      super(executor, scheduler, SELECTORS);
    }

    @Override
    protected EndPoint newEndPoint(
        SelectableChannel channel, ManagedSelector selector, SelectionKey key) {
      EndPoint end =
          new SocketChannelEndPoint((SocketChannel) channel, selector, key, getScheduler());
      end.setIdleTimeout(getIdleTimeout());
      return end;
    }

    @Override
    public Connection newConnection(
        SelectableChannel channel, EndPoint end, @Nullable Object attachment) {
      return getDefaultConnectionFactory().newConnection(UnixConnector.this, end);
    }

    @Override
    protected void endPointOpened(EndPoint end) {
      super.endPointOpened(end);
      onEndPointOpened(end);
    }

    @Override
    protected void endPointClosed(EndPoint end) {
      onEndPointClosed(end);
      super.endPointClosed(end);
    }
  }
}
