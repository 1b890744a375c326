package dev.volary.remote.server;

import dev.volary.core.history.RefName;
import dev.volary.remote.access.RefChange;
import java.util.List;
import java.util.Optional;

/// What one principal may do to one volume, by the rules in force at one moment. Thread-safe.
public interface Rights {
  /// Whether a ref may be read, with all that is reachable from it; a ref that may not does not
  /// exist for the one who asks.
  boolean mayRead(RefName ref);

  /// Whether anything may be pushed at all; no promise.
  boolean mayWrite();

  /// Returns for each change of a push, in their order, why it may not be made, in words for the
  /// one who asks; nothing where it may.
  List<Optional<String>> judge(List<RefChange> changes);

  /// Returns how many bytes may yet be added to the volume.
  long spareBytes();
}
