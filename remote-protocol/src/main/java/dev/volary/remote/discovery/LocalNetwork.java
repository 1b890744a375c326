package dev.volary.remote.discovery;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.jmdns.JmDNS;
import javax.jmdns.ServiceInfo;

/// Announces and finds peers by multicast DNS (RFC 6762, 6763), on every interface that is up.
///
/// The library is loaded when the first method is called. Thread-safe.
public final class LocalNetwork {
  private static final String TYPE = "_volary._tcp.local.";
  private static final String FINGERPRINT = "fp";
  private static final int MAX_PEERS = 256;

  private LocalNetwork() {}

  /// An announcement that holds until it is closed.
  public interface Announcement extends AutoCloseable {
    @Override
    void close();
  }

  /// Returns the addresses of this machine that others may reach, IPv4 first.
  public static List<String> addresses() throws IOException {
    List<String> addresses = new ArrayList<>();
    for (InetAddress address : interfaces()) {
      addresses.add(address.getHostAddress());
    }
    return addresses;
  }

  /// One address for each interface, the IPv4 one where it has both.
  private static List<InetAddress> voices() throws IOException {
    Map<NetworkInterface, InetAddress> first = new LinkedHashMap<>();
    for (InetAddress address : interfaces()) {
      first.putIfAbsent(NetworkInterface.getByInetAddress(address), address);
    }
    return List.copyOf(first.values());
  }

  private static List<InetAddress> interfaces() throws IOException {
    List<InetAddress> four = new ArrayList<>();
    List<InetAddress> six = new ArrayList<>();
    for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      if (!each.isUp() || each.isLoopback()) {
        continue;
      }
      for (InetAddress address : Collections.list(each.getInetAddresses())) {
        if (!address.isLinkLocalAddress()) {
          (address instanceof Inet4Address ? four : six).add(address);
        }
      }
    }
    four.addAll(six);
    return four;
  }

  /// Announces the peer of this fingerprint; only that and the port are told.
  public static Announcement announce(String fingerprint, int port) throws IOException {
    List<JmDNS> open = new ArrayList<>();
    try {
      for (InetAddress address : voices()) {
        JmDNS mdns = JmDNS.create(address);
        open.add(mdns);
        mdns.registerService(
            ServiceInfo.create(
                TYPE, name(fingerprint), port, 0, 0, Map.of(FINGERPRINT, fingerprint)));
      }
    } catch (IOException | RuntimeException e) {
      close(open);
      throw e;
    }
    return () -> close(open);
  }

  private static void close(List<JmDNS> open) {
    for (JmDNS mdns : open) {
      try {
        mdns.close();
      } catch (IOException e) {
        // Others forget the announcement by themselves when its time is over.
        mdns.unregisterAllServices();
      }
    }
  }

  /// Returns the peers that answer within `wait`, ordered by fingerprint.
  public static List<FoundPeer> list(Duration wait) throws IOException {
    Map<String, FoundPeer> found = new TreeMap<>();
    List<JmDNS> open = new ArrayList<>();
    try {
      for (InetAddress address : voices()) {
        JmDNS mdns = JmDNS.create(address);
        open.add(mdns);
        hear(mdns, wait, found);
      }
    } finally {
      close(open);
    }
    return List.copyOf(found.values());
  }

  private static void hear(JmDNS mdns, Duration wait, Map<String, FoundPeer> found) {
    for (ServiceInfo service : mdns.list(TYPE, wait.toMillis())) {
      read(service)
          .filter(_ -> found.size() < MAX_PEERS)
          .ifPresent(peer -> found.putIfAbsent(peer.fingerprint(), peer));
    }
  }

  private static Optional<FoundPeer> read(ServiceInfo service) {
    String fingerprint = service.getPropertyString(FINGERPRINT);
    boolean sound =
        fingerprint != null && fingerprint.matches("[0-9a-f]{64}") && service.getPort() > 0;
    return sound
        ? Optional.of(
            new FoundPeer(fingerprint, List.of(service.getHostAddresses()), service.getPort()))
        : Optional.empty();
  }

  /// Returns where the peer of this fingerprint says it is, as soon as it answers; nothing where it
  /// does not within about `wait`, whole seconds. A peer that has just begun takes some to be
  /// heard.
  public static Optional<FoundPeer> find(String fingerprint, Duration wait) throws IOException {
    Map<String, FoundPeer> found = new TreeMap<>();
    List<JmDNS> open = new ArrayList<>();
    try {
      for (InetAddress address : voices()) {
        open.add(JmDNS.create(address));
      }
      for (long second = 0;
          second < wait.toSeconds() && !found.containsKey(fingerprint);
          second++) {
        for (JmDNS mdns : open) {
          hear(mdns, Duration.ofSeconds(1), found);
        }
      }
    } finally {
      close(open);
    }
    return Optional.ofNullable(found.get(fingerprint));
  }

  private static String name(String fingerprint) {
    return "volary-" + fingerprint.substring(0, 12);
  }
}
