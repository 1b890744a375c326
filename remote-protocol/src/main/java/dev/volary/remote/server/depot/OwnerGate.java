package dev.volary.remote.server.depot;

import dev.volary.core.depot.VolumeName;
import dev.volary.core.history.Identity;
import dev.volary.core.history.RefName;
import dev.volary.remote.access.RefChange;
import dev.volary.remote.server.Exchange;
import dev.volary.remote.server.Gate;
import dev.volary.remote.server.Principal;
import dev.volary.remote.server.Rights;
import java.util.List;
import java.util.Optional;

/// Lets in who runs this process, with all rights: they could change the depot's files anyway.
final class OwnerGate implements Gate {
  private final Principal owner;

  OwnerGate(Identity identity) {
    this.owner = new Principal("owner", identity, false);
  }

  @Override
  public Optional<Principal> principal(Exchange exchange) {
    return Optional.of(owner);
  }

  @Override
  public Optional<Rights> rights(Principal who, VolumeName volume) {
    return Optional.of(new All());
  }

  /// Everything.
  private static final class All implements Rights {
    @Override
    public boolean mayRead(RefName ref) {
      return true;
    }

    @Override
    public boolean mayWrite() {
      return true;
    }

    @Override
    public List<Optional<String>> judge(List<RefChange> changes) {
      return changes.stream().map(_ -> Optional.<String>empty()).toList();
    }
  }
}
