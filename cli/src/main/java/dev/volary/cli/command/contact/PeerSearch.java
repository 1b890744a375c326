package dev.volary.cli.command.contact;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.remote.discovery.FoundPeer;
import dev.volary.remote.discovery.LocalNetwork;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Finds where a peer is now: where it was said to be, else where it says it is on the local
/// network. Who answers there must still prove to be the one.
final class PeerSearch {
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration LISTEN = Duration.ofSeconds(10);

  private PeerSearch() {}

  /// A peer somewhere.
  record Found(String host, int port) {
    /// Returns the address of a volume there.
    String url(String volume) {
      String shown = host.contains(":") ? "[" + host + "]" : host;
      return "https://%s:%d/%s".formatted(shown, port, volume);
    }
  }

  /// Returns the first place that takes connections; NETWORK where none does.
  ///
  /// @param hosts where it was said to be
  static Found find(String fingerprint, List<String> hosts, int port) throws IOException {
    Optional<Found> known = first(hosts, port);
    if (known.isPresent()) {
      return known.get();
    }
    return LocalNetwork.listen(LISTEN, peer -> atOnce(fingerprint, peer))
        .orElseThrow(() ->
            new VolaryException(
                Fault.NETWORK,
                "the peer %s… answers neither at %s port %d nor on the local network: is `volary serve` running there?"
                    .formatted(
                        fingerprint.substring(0, 12),
                        hosts.isEmpty() ? "any address" : String.join(", ", hosts),
                        port)));
  }

  /// Where it says it is, unless it is gone from there already.
  private static Optional<Found> atOnce(String fingerprint, FoundPeer peer) {
    return peer.fingerprint().equals(fingerprint)
        ? first(peer.addresses(), peer.port())
        : Optional.empty();
  }

  private static Optional<Found> first(List<String> hosts, int port) {
    return hosts.stream()
        .filter(host -> answers(host, port))
        .findFirst()
        .map(host -> new Found(host, port));
  }

  private static boolean answers(String host, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), (int) CONNECT.toMillis());
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
