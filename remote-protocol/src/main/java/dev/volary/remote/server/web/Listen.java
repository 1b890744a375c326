package dev.volary.remote.server.web;

import java.util.Optional;

/// Where a server listens and who it proves to be.
///
/// @param host the address or name to listen on
/// @param port the port, or 0 for any free one
/// @param identity the certificate for TLS; nothing for plain HTTP
/// @param plainAnywhere whether plain HTTP may be spoken beyond this machine
public record Listen(String host, int port, Optional<TlsIdentity> identity, boolean plainAnywhere) {
  /// On all addresses, under TLS.
  public static Listen everywhere(int port, TlsIdentity identity) {
    return new Listen("0.0.0.0", port, Optional.of(identity), false);
  }

  /// On this machine alone, without TLS.
  public static Listen loopback(int port) {
    return new Listen("127.0.0.1", port, Optional.empty(), false);
  }
}
