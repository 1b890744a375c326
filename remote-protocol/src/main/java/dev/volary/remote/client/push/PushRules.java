package dev.volary.remote.client.push;

import dev.volary.core.depot.Volume;
import dev.volary.core.error.Fault;
import dev.volary.core.history.GitObjectId;
import dev.volary.core.history.HistoryTransfer.RawRef;
import dev.volary.core.history.RefName;
import dev.volary.core.reach.Completion;
import dev.volary.remote.client.RefOutcome.Rejected;
import java.io.IOException;
import java.util.Optional;

/// What a pusher sees by itself, before it asks the other side.
final class PushRules {
  private final Volume volume;
  private final PushRequest request;

  PushRules(Volume volume, PushRequest request) {
    this.volume = volume;
    this.request = request;
  }

  /// Returns why a command is not worth asking for, or nothing.
  Optional<Rejected> objection(PushCommand command) throws IOException {
    if (request.forcing() instanceof Forcing.WithLease lease && !holds(lease, command)) {
      return rejected(Fault.BUSY, "stale info");
    }
    if (command.commit().isPresent()
        && !volume
            .completeness()
            .of(command.commit().get())
            .equals(Optional.of(Completion.COMPLETE))) {
      return rejected(Fault.NOT_FOUND, "its data is not here: fetch it first");
    }
    if (command.before().isEmpty() || command.after().isEmpty() || command.force()) {
      return Optional.empty();
    }
    if (command.target().isTag()) {
      return rejected(Fault.CONFLICT, "already exists");
    }
    GitObjectId before = command.before().get();
    if (!volume.history().transfer().contains(before)) {
      return rejected(Fault.BUSY, "fetch first");
    }
    boolean forward =
        command.commit().isPresent()
            && volume.history().contains(before.asCommit())
            && volume.history().isAncestor(before.asCommit(), command.commit().get());
    return forward ? Optional.empty() : rejected(Fault.CONFLICT, "non-fast-forward");
  }

  private static Optional<Rejected> rejected(Fault fault, String reason) {
    return Optional.of(new Rejected(false, fault, reason));
  }

  private boolean holds(Forcing.WithLease lease, PushCommand command) {
    Optional<GitObjectId> expected = lease.expected().get(command.target());
    return command.before().equals(expected != null ? expected : lastSeen(command.target()));
  }

  /// Where a ref there was seen last: what follows it here.
  private Optional<GitObjectId> lastSeen(RefName target) {
    RefName here =
        target.isBranch() ? RefName.remote(request.remote(), target.shortName()) : target;
    return Optional.ofNullable(volume.history().transfer().refs(here.value()).get(here))
        .map(RawRef::object);
  }
}
