package dev.volary.remote.server;

import dev.volary.core.depot.VolumeName;
import java.util.Optional;

/// Decides who somebody is and what they may do. Thread-safe.
public interface Gate {
  /// Finds out who asks, or returns nothing where the credentials given are worth nothing (any
  /// more). Who gives none is somebody anonymous.
  Optional<Principal> principal(Exchange exchange);

  /// Returns the rights to a volume as they are now, or nothing where it must look as if there were
  /// no such volume. Asked anew for every request.
  Optional<Rights> rights(Principal who, VolumeName volume);
}
