package dev.volary.cli.command.contact;

import dev.volary.cli.command.Invocation;
import dev.volary.core.depot.Depot;
import dev.volary.core.depot.Remote;
import dev.volary.core.depot.Targets;
import dev.volary.core.depot.Trees;
import dev.volary.core.depot.Volume;
import dev.volary.core.depot.VolumeName;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.RefName;
import dev.volary.core.session.DepotLock;
import dev.volary.remote.client.Fetch;
import dev.volary.remote.client.FetchRequest;
import dev.volary.remote.client.RefSpec;
import dev.volary.remote.wire.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A look at a commit of another depot that leaves nothing behind: what it needs is fetched into a
/// depot of its own, which goes when this is closed.
public final class Visit implements AutoCloseable {
  private static final VolumeName NAME = new VolumeName("visit");

  private final Depot depot;
  private final Targets.RevisionTarget target;

  private Visit(Depot depot, Targets.RevisionTarget target) {
    this.depot = depot;
    this.target = target;
  }

  /// Tells whether a revision names another depot: `URL@REV`.
  public static boolean isMeant(String revision) {
    boolean place =
        revision.contains("://") || revision.startsWith("/") || revision.startsWith(".");
    return place && revision.lastIndexOf('@') > 0;
  }

  /// Fetches the commit that `URL@REV` names; the data of no other, where REV is a branch or tag.
  public static Visit to(Invocation call, String url, String revision) throws IOException {
    Path parent = Files.createDirectories(call.depotOrNew().layout().temporary());
    Depot depot =
        Depot.openOrCreate(Files.createTempDirectory(parent, "visit"), call.surroundings());
    try (Transport transport =
        new Contact(call).open(new Remote(Remote.ORIGIN, url, Optional.empty()))) {
      Volume volume;
      try (DepotLock _ = depot.lock("volumes", "export")) {
        volume = depot.createVolume(NAME);
      }
      Fetch fetch = new Fetch(depot, call.identity(), new TransferDisplay(call));
      CommitId commit = fetched(fetch, volume, transport, revision);
      return new Visit(
          depot, new Targets.RevisionTarget(volume, commit, Optional.empty(), revision));
    } catch (IOException | RuntimeException e) {
      end(depot);
      throw e;
    }
  }

  private static CommitId fetched(Fetch fetch, Volume volume, Transport transport, String revision)
      throws IOException {
    RefName parked = RefName.branch("visit");
    try {
      RefSpec one = new RefSpec(true, revision, parked.value());
      fetch.run(volume, transport, request(List.of(one), 1));
      return volume.history().refs().find(parked).orElseThrow();
    } catch (VolaryException e) {
      if (e.fault() != Fault.NOT_FOUND && e.fault() != Fault.USAGE) {
        throw e;
      }
    }
    // No branch or tag: whatever it is, it is among all of them.
    RefSpec all = new RefSpec(true, RefName.BRANCHES + "*", RefName.BRANCHES + "*");
    fetch.run(volume, transport, request(List.of(all), FetchRequest.HISTORY_ONLY));
    CommitId commit = volume.history().resolve(revision);
    RefSpec itself = new RefSpec(false, commit.toHex(), "");
    fetch.run(volume, transport, request(List.of(itself), 1));
    return commit;
  }

  private static FetchRequest request(List<RefSpec> specs, int depth) {
    return new FetchRequest(Remote.ORIGIN, specs, depth, FetchRequest.Tags.FOLLOW, false, false);
  }

  /// Returns the depot that holds it.
  public Depot depot() {
    return depot;
  }

  /// Returns the commit.
  public Targets.RevisionTarget target() {
    return target;
  }

  @Override
  public void close() throws IOException {
    end(depot);
  }

  private static void end(Depot depot) throws IOException {
    depot.close();
    Trees.deleteIfExists(depot.layout().directory());
  }
}
