package dev.volary.remote.client;

import dev.volary.core.depot.Depot;
import dev.volary.core.depot.Remotes;
import dev.volary.core.depot.Volume;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.Identity;
import dev.volary.core.history.RefName;
import dev.volary.core.history.RefUpdate;
import dev.volary.core.session.DepotLock;
import dev.volary.core.session.Session;
import dev.volary.remote.client.call.Connection;
import dev.volary.remote.message.VolumeRefs;
import dev.volary.remote.transfer.Along;
import dev.volary.remote.transfer.TransferPhase;
import dev.volary.remote.transfer.TransferProgress;
import dev.volary.remote.wire.Transport;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Makes a volume that is a copy of another depot's: name → remote → fetch → default branch.
///
/// One that was cut off is a volume with a remote and no branch; cloning the same again goes on.
public final class Clone {
  private final Depot depot;
  private final Identity who;
  private final TransferProgress progress;
  private final Checkout checkout;

  /// @param who stands in reflogs
  public Clone(Depot depot, Identity who, TransferProgress progress) {
    this(depot, who, progress, (volume, there) -> Along.NOBODY);
  }

  /// @param checkout what is made of the data while it arrives
  public Clone(Depot depot, Identity who, TransferProgress progress, Checkout checkout) {
    this.depot = depot;
    this.who = who;
    this.progress = progress;
    this.checkout = checkout;
  }

  /// What is made of a clone's data while it arrives.
  @FunctionalInterface
  public interface Checkout {
    /// Returns who reads the data of `volume`, whose refs there are `there`.
    Along of(Volume volume, VolumeRefs there);
  }

  /// What came of it.
  ///
  /// @param branch the branch that stands for the volume there, if it has commits
  /// @param tip the commit it stands at
  public record Result(
      Volume volume, TransferResult transfer, Optional<RefName> branch, Optional<CommitId> tip) {}

  /// Tells whether a volume is a clone that was cut off.
  public static boolean isUnfinished(Volume volume) {
    return !Remotes.of(volume).all().isEmpty()
        && volume.history().transfer().refs(RefName.BRANCHES).isEmpty();
  }

  /// Clones, or goes on with a clone; CONFLICT where the name stands for another volume.
  public Result run(Transport transport, CloneRequest request) throws IOException {
    Connection connection = new Connection(transport);
    progress.at(TransferPhase.REFS, 0, OptionalLong.empty());
    VolumeRefs there = connection.refs();
    RefName branch = there.defaultBranch();
    Volume volume = volume(request);
    var company = new DataFetch.Company(progress, checkout.of(volume, there));
    TransferResult transfer =
        new Fetch(depot, who, company, List.of())
            .run(
                volume,
                connection,
                new FetchRequest(
                    request.remote().name(),
                    List.of(),
                    request.depth(),
                    request.tags(),
                    false,
                    false),
                there);
    RefName followed = RefName.remote(request.remote().name(), branch.shortName());
    Optional<CommitId> tip = volume.history().refs().find(followed);
    try (Session _ = depot.begin("clone")) {
      volume.history().refs().setDefaultBranch(branch);
      if (tip.isPresent()) {
        String reason = "clone: from " + request.remote().url();
        volume
            .history()
            .refs()
            .update(new RefUpdate(branch, Optional.empty(), tip.get(), who, reason));
      }
    }
    return new Result(volume, transfer, tip.map(commit -> branch), tip);
  }

  private Volume volume(CloneRequest request) throws IOException {
    try (Session _ = depot.begin("clone");
        DepotLock _ = depot.lock("volumes", "clone")) {
      if (!depot.volumes().contains(request.name())) {
        Volume volume = depot.createVolume(request.name());
        Remotes.of(volume).add(request.remote());
        return volume;
      }
      Volume volume = depot.volume(request.name());
      boolean same =
          Remotes.of(volume)
              .find(request.remote().name())
              .map(request.remote()::isSamePlace)
              .orElse(false);
      if (!isUnfinished(volume) || !same) {
        throw new VolaryException(
            Fault.CONFLICT,
            "there is a volume %s already: choose another --name".formatted(request.name()));
      }
      return volume;
    }
  }
}
