package dev.volary.remote.discovery;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.jmdns.ServiceEvent;
import javax.jmdns.ServiceListener;

/// Hears services on all interfaces at once, and hands them to one thread.
final class Ears implements ServiceListener {
  /// More are not remembered: somebody is shouting.
  private static final int MAX_PEERS = 256;

  private final BlockingQueue<FoundPeer> heard = new LinkedBlockingQueue<>(MAX_PEERS);

  @Override
  public void serviceAdded(ServiceEvent event) {
    // Only its name is known yet: ask for the rest.
    event.getDNS().requestServiceInfo(event.getType(), event.getName());
  }

  @Override
  public void serviceRemoved(ServiceEvent event) {
    // Who was heard and left is not reached; there is nothing to take back.
  }

  @Override
  public void serviceResolved(ServiceEvent event) {
    LocalNetwork.read(event.getInfo()).ifPresent(heard::offer);
  }

  <T> Optional<T> listen(Duration wait, Function<FoundPeer, Optional<T>> each) {
    long end = System.nanoTime() + wait.toNanos();
    Set<FoundPeer> known = new HashSet<>();
    try {
      while (known.size() < MAX_PEERS) {
        FoundPeer peer = heard.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (peer == null) {
          break;
        }
        if (known.add(peer)) {
          Optional<T> result = each.apply(peer);
          if (result.isPresent()) {
            return result;
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Optional.empty();
  }
}
