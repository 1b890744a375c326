package dev.volary.remote.discovery;

import java.util.List;

/// A peer that announces itself now.
///
/// @param fingerprint what it claims to prove itself by; only the connection shows whether it can
/// @param addresses where it says it is
/// @param port where it listens
public record FoundPeer(String fingerprint, List<String> addresses, int port) {
  public FoundPeer {
    addresses = List.copyOf(addresses);
  }
}
