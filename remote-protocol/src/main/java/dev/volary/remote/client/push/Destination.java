package dev.volary.remote.client.push;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.RefName;
import dev.volary.core.history.VolumeHistory;
import dev.volary.remote.client.RefSpec;
import dev.volary.remote.client.call.Connection;
import dev.volary.remote.message.TransferLimits;
import dev.volary.remote.message.VolumeRefs;
import java.util.List;
import java.util.Optional;

/// The volume on the other side; where it is not there and may be made, the push makes it.
///
/// @param refs what stands there
/// @param isToBeMade whether it is not there, and a dry run leaves it so
record Destination(VolumeRefs refs, boolean isToBeMade) {
  /// Finds or makes it; its default branch is the first that is pushed.
  static Destination of(Connection connection, VolumeHistory history, PushRequest request) {
    try {
      return new Destination(connection.refs(), false);
    } catch (VolaryException e) {
      Optional<RefName> branch = first(history, request);
      if (e.fault() != Fault.NOT_FOUND
          || branch.isEmpty()
          || !make(connection, branch.get(), request.dryRun())) {
        throw e;
      }
      return request.dryRun()
          ? new Destination(none(connection, branch.get()), true)
          : new Destination(connection.refs(), false);
    }
  }

  private static VolumeRefs none(Connection connection, RefName branch) {
    return new VolumeRefs(
        connection.address(), branch, true, TransferLimits.MAX_PACK_BYTES, List.of());
  }

  /// Tells whether it was made; whoever may not is told the same as where nobody can.
  private static boolean make(Connection connection, RefName branch, boolean dryRun) {
    try {
      connection.create(branch, dryRun);
      return true;
    } catch (VolaryException e) {
      boolean refused = e.fault() == Fault.NOT_FOUND || e.fault() == Fault.NOT_PERMITTED;
      if (refused) {
        return false;
      }
      throw e;
    }
  }

  /// The branch that a push brings first, if it brings any.
  private static Optional<RefName> first(VolumeHistory history, PushRequest request) {
    VolumeRefs nothing =
        new VolumeRefs("", RefName.branch("main"), true, TransferLimits.MAX_PACK_BYTES, List.of());
    return request.specs().stream().anyMatch(RefSpec::deletes)
        ? Optional.empty()
        : new PushMap(history, request, nothing)
            .commands().stream()
                .filter(command -> command.after().isPresent())
                .map(PushCommand::target)
                .filter(RefName::isBranch)
                .findFirst();
  }
}
