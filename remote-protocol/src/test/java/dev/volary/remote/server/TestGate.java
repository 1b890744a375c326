package dev.volary.remote.server;

import dev.volary.core.depot.VolumeName;
import dev.volary.core.history.RefName;
import dev.volary.remote.access.RefChange;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A gate that tells people by the header `Who`, and lets them read and write by simple rules.
public final class TestGate implements Gate {
  /// Refs nobody but `owner` may read.
  public final Set<String> hidden = ConcurrentHashMap.newKeySet();

  /// Volumes nobody but `owner` may see.
  public final Set<String> hiddenVolumes = ConcurrentHashMap.newKeySet();

  /// Refs nobody may change.
  public final Set<String> closed = ConcurrentHashMap.newKeySet();

  @Override
  public Optional<Principal> principal(Exchange exchange) {
    String name = exchange.header("Who").orElse("somebody");
    return Optional.of(new Principal("user:" + name, ServedDepot.AUTHOR, false));
  }

  @Override
  public Optional<Rights> rights(Principal who, VolumeName volume) {
    boolean owner = who.key().equals("user:owner");
    return !owner && hiddenVolumes.contains(volume.text())
        ? Optional.empty()
        : Optional.of(new Simple(owner));
  }

  private final class Simple implements Rights {
    private final boolean owner;

    Simple(boolean owner) {
      this.owner = owner;
    }

    @Override
    public boolean mayRead(RefName ref) {
      return owner || !hidden.contains(ref.value());
    }

    @Override
    public boolean mayWrite() {
      return true;
    }

    @Override
    public List<Optional<String>> judge(List<RefChange> changes) {
      return changes.stream()
          .map(change -> {
            if (closed.contains(change.ref().value())) {
              return Optional.of("somebody may not push " + change.ref());
            }
            return change instanceof RefChange.Create create && !create.target().readable()
                ? Optional.of(change.ref() + " can't point there: the commit is not here")
                : Optional.<String>empty();
          })
          .toList();
    }
  }
}
