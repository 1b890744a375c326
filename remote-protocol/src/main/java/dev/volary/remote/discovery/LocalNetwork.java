package dev.volary.remote.discovery;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.jmdns.JmDNS;
import javax.jmdns.ServiceInfo;

/// Announces and finds peers by multicast DNS (RFC 6762, 6763), on every interface that is up.
///
/// The library is loaded when the first method is called. Thread-safe.
public final class LocalNetwork {
  static final String TYPE = "_volary._tcp.local.";
  static final String FINGERPRINT = "fp";

  /// How often a running announcement looks whether this machine's addresses are still the same.
  private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

  private LocalNetwork() {}

  /// An announcement that holds until it is closed.
  public interface Announcement extends AutoCloseable {
    @Override
    void close();
  }

  /// Returns the addresses of this machine that others may reach, IPv4 first.
  public static List<String> addresses() throws IOException {
    return Interfaces.addresses().stream().map(InetAddress::getHostAddress).toList();
  }

  /// Announces the peer of this fingerprint; only that and the port are told. Where the machine's
  /// addresses change, the new ones are announced within seconds.
  public static Announcement announce(String fingerprint, int port) throws IOException {
    return Announcer.start(fingerprint, port, LOOK_EVERY);
  }

  /// Listens for peers: each is handed to `heard` on the calling thread, once at each address it
  /// tells, until `heard` returns something, which is returned, or `wait` is over. A peer that has
  /// just begun takes some seconds to be heard.
  public static <T> Optional<T> listen(Duration wait, Function<FoundPeer, Optional<T>> heard)
      throws IOException {
    List<JmDNS> open = new ArrayList<>();
    Ears ears = new Ears();
    try {
      for (InetAddress address : Interfaces.voices()) {
        JmDNS mdns = JmDNS.create(address);
        open.add(mdns);
        mdns.addServiceListener(TYPE, ears);
      }
      return ears.listen(wait, heard);
    } finally {
      close(open);
    }
  }

  static void close(List<JmDNS> open) {
    for (JmDNS mdns : open) {
      try {
        mdns.close();
      } catch (IOException e) {
        // Others forget the announcement by themselves when its time is over.
        mdns.unregisterAllServices();
      }
    }
  }

  /// Returns the peer that a service stands for, if it says what it must.
  static Optional<FoundPeer> read(ServiceInfo service) {
    String fingerprint = service.getPropertyString(FINGERPRINT);
    List<String> addresses = List.of(service.getHostAddresses());
    boolean sound =
        fingerprint != null
            && fingerprint.matches("[0-9a-f]{64}")
            && service.getPort() > 0
            && !addresses.isEmpty();
    return sound
        ? Optional.of(new FoundPeer(fingerprint, addresses, service.getPort()))
        : Optional.empty();
  }
}
