package dev.volary.remote.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Passes bytes on to a server and cuts every connection once so many have passed, as often as it
/// is told to; slowly, if told so.
final class CuttingProxy implements AutoCloseable {
  private final ServerSocket listener;
  private final int target;
  private final AtomicLong left = new AtomicLong(Long.MAX_VALUE);
  private final AtomicLong passed = new AtomicLong();
  private final AtomicInteger cuts = new AtomicInteger();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile long pauseNanos;

  CuttingProxy(int target) throws IOException {
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.target = target;
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /// Cuts the connections that are open then, once, after so many more bytes either way.
  void cutAfter(long bytes) {
    left.set(bytes);
  }

  /// How many bytes passed, either way.
  long passed() {
    return passed.get();
  }

  /// How many cuts there were.
  int cuts() {
    return cuts.get();
  }

  /// Waits for so long before each kilobyte is passed on, either way.
  void slowDown(Duration pause) {
    pauseNanos = pause.toNanos();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        open.add(client);
        open.add(server);
        Thread.ofVirtual().start(() -> pass(client, server));
        Thread.ofVirtual().start(() -> pass(server, client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void pass(Socket from, Socket to) {
    byte[] buffer = new byte[1024];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (pauseNanos > 0) {
          LockSupport.parkNanos(pauseNanos);
        }
        long rest = left.addAndGet(-read);
        if (rest <= 0) {
          out.write(buffer, 0, (int) Math.max(0, read + rest));
          passed.addAndGet(Math.max(0, read + rest));
          cut();
          return;
        }
        out.write(buffer, 0, read);
        passed.addAndGet(read);
      }
    } catch (IOException e) {
      return; // what a cut looks like from this side
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  private void cut() throws IOException {
    left.set(Long.MAX_VALUE);
    cuts.incrementAndGet();
    for (Socket socket : open) {
      socket.close();
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
