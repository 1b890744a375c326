package dev.volary.remote.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// Peers that announce themselves on this machine's own networks.
final class LocalNetworkTest {
  /// Whether some network brings back what is sent to a group.
  private static boolean multicasts() throws IOException {
    InetAddress group = InetAddress.getByName("224.0.0.251");
    for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      if (!each.isUp() || each.isLoopback() || !each.supportsMulticast()) {
        continue;
      }
      try (MulticastSocket socket = new MulticastSocket(0)) {
        socket.setNetworkInterface(each);
        socket.joinGroup(new InetSocketAddress(group, 0), each);
        socket.setSoTimeout(1000);
        byte[] word = {1, 2, 3};
        socket.send(new DatagramPacket(word, 3, group, socket.getLocalPort()));
        socket.receive(new DatagramPacket(new byte[16], 16));
        return true;
      } catch (IOException _) {
        // Not this one; perhaps the next.
      }
    }
    return false;
  }

  private static Optional<FoundPeer> find(String fingerprint, Duration wait) throws IOException {
    return LocalNetwork.listen(
        wait, peer -> Optional.of(peer).filter(each -> each.fingerprint().equals(fingerprint)));
  }

  @Test
  void anAnnouncedPeerIsFoundByItsFingerprint() throws IOException {
    Assumptions.assumeTrue(multicasts(), "needs a network with multicast");
    String fingerprint = "0123456789abcdef".repeat(4);
    try (LocalNetwork.Announcement _ = LocalNetwork.announce(fingerprint, 4711)) {
      FoundPeer found = find(fingerprint, Duration.ofSeconds(20)).orElseThrow();
      assertThat(found.port()).isEqualTo(4711);
      assertThat(found.addresses()).isNotEmpty();
      assertThat(find("f".repeat(64), Duration.ofSeconds(1))).isEmpty();
    }
  }
}
