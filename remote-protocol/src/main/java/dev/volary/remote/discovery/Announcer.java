package dev.volary.remote.discovery;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.jmdns.JmDNS;
import javax.jmdns.ServiceInfo;

/// Announces a peer at the addresses that this machine has at the time.
final class Announcer implements LocalNetwork.Announcement {
  private final String fingerprint;
  private final int port;
  private final ScheduledExecutorService watch;
  private final Map<InetAddress, JmDNS> open = new HashMap<>();
  private boolean closed;

  private Announcer(String fingerprint, int port) {
    this.fingerprint = fingerprint;
    this.port = port;
    this.watch =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("announcer").factory());
  }

  static Announcer start(String fingerprint, int port, Duration every) throws IOException {
    Announcer announcer = new Announcer(fingerprint, port);
    try {
      announcer.follow();
    } catch (IOException | RuntimeException e) {
      announcer.close();
      throw e;
    }
    var _ =
        announcer.watch.scheduleWithFixedDelay(
            announcer::look, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    return announcer;
  }

  private void look() {
    try {
      follow();
    } catch (IOException | RuntimeException e) {
      // A network on its way up or down; the next look finds it there or gone.
    }
  }

  /// Is silent where there is no address any more, and speaks where there is a new one.
  private synchronized void follow() throws IOException {
    if (closed) {
      return;
    }
    List<InetAddress> now = Interfaces.voices();
    Set<InetAddress> gone = new HashSet<>(open.keySet());
    now.forEach(gone::remove);
    for (InetAddress address : gone) {
      // First: two of one name on one network would dispute it.
      LocalNetwork.close(List.of(open.remove(address)));
    }
    for (InetAddress address : now) {
      if (!open.containsKey(address)) {
        JmDNS mdns = JmDNS.create(address);
        open.put(address, mdns);
        mdns.registerService(
            ServiceInfo.create(
                LocalNetwork.TYPE,
                "volary-" + fingerprint.substring(0, 12),
                port,
                0,
                0,
                Map.of(LocalNetwork.FINGERPRINT, fingerprint)));
      }
    }
  }

  @Override
  public void close() {
    watch.shutdown();
    synchronized (this) {
      closed = true;
      LocalNetwork.close(List.copyOf(open.values()));
      open.clear();
    }
  }
}
