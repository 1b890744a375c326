package dev.volary.remote.discovery;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The networks this machine is in now.
final class Interfaces {
  private Interfaces() {}

  /// The addresses that others may reach, IPv4 first.
  static List<InetAddress> addresses() throws IOException {
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

  /// One address for each interface, the IPv4 one where it has both.
  static List<InetAddress> voices() throws IOException {
    Map<NetworkInterface, InetAddress> first = new LinkedHashMap<>();
    for (InetAddress address : addresses()) {
      NetworkInterface owner = NetworkInterface.getByInetAddress(address);
      // An address may go while one looks.
      if (owner != null) {
        first.putIfAbsent(owner, address);
      }
    }
    return List.copyOf(first.values());
  }
}
