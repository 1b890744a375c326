package dev.volary.remote.server.web;

import dev.volary.remote.server.ServerLog;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.thread.Scheduler;

/// Drops connections whose next request does not come in time, or takes too long altogether.
///
/// A client that sends a byte now and then is never idle; these clocks it can't stop. Thread-safe.
final class ConnectionDeadlines implements Connection.Listener {
  private final Scheduler scheduler;
  private final WebLimits limits;
  private final ServerLog log;
  private final Map<EndPoint, Scheduler.Task> tasks = new ConcurrentHashMap<>();

  ConnectionDeadlines(Scheduler scheduler, WebLimits limits, ServerLog log) {
    this.scheduler = scheduler;
    this.limits = limits;
    this.log = log;
  }

  @Override
  public void onOpened(Connection connection) {
    if (connection instanceof HttpConnection) {
      arm(connection.getEndPoint(), limits.head(), "no request came in time");
    }
  }

  @Override
  public void onClosed(Connection connection) {
    Scheduler.Task task = tasks.remove(connection.getEndPoint());
    if (task != null) {
      task.cancel();
    }
  }

  /// A request's head is here: its whole time runs.
  void begun(EndPoint connection) {
    arm(connection, limits.total(), "the request took too long");
  }

  /// An answer is complete: the time for the next head runs.
  void ended(EndPoint connection) {
    arm(connection, limits.head().plus(limits.idle()), "no further request came");
  }

  private void arm(EndPoint connection, Duration time, String reason) {
    if (!connection.isOpen()) {
      return;
    }
    Scheduler.Task next = scheduler.schedule(() -> drop(connection, reason), time);
    Scheduler.Task last = tasks.put(connection, next);
    if (last != null) {
      last.cancel();
    }
    if (!connection.isOpen() && tasks.remove(connection, next)) {
      next.cancel();
    }
  }

  private void drop(EndPoint connection, String reason) {
    tasks.remove(connection);
    log.refused(String.valueOf(connection.getRemoteSocketAddress()), "-", reason);
    connection.close(new java.util.concurrent.TimeoutException(reason));
  }
}
