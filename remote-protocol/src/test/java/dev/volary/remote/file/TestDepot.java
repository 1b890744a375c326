package dev.volary.remote.file;

import dev.volary.core.capture.CaptureProgress;
import dev.volary.core.depot.Depot;
import dev.volary.core.depot.LiveWorktree;
import dev.volary.core.depot.Surroundings;
import dev.volary.core.depot.Targets;
import dev.volary.core.depot.Volume;
import dev.volary.core.depot.VolumeName;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.Identity;
import dev.volary.core.linux.Linux;
import dev.volary.core.operation.live.CommitTree;
import dev.volary.core.operation.live.Initialise;
import dev.volary.core.operation.live.Moment;
import dev.volary.remote.server.depot.DepotService;
import dev.volary.remote.wire.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A depot with worktrees in a folder of a test.
final class TestDepot implements AutoCloseable {
  static final Identity ANN = new Identity("Ann", "ann@example.org");

  private final Path folder;
  private final Depot depot;

  TestDepot(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.depot =
        Depot.openOrCreate(
            folder.resolve("depot"),
            new Surroundings(InstantSource.system(), new SecureRandom(), Map.of()));
    Files.writeString(depot.layout().configFile(), "[depot]\n\tminFree = 1k\n");
  }

  Depot depot() {
    return depot;
  }

  /// The directory of a worktree.
  Path data(String name) {
    return folder.resolve(name);
  }

  Volume volume(String name) throws IOException {
    return depot.volume(new VolumeName(name));
  }

  /// Makes a volume of the directory called so.
  Volume init(String name) throws IOException {
    Files.createDirectories(data(name));
    return new Initialise(depot)
        .run(
            new Initialise.Request(
                Linux.bytes(data(name)), Optional.empty(), Optional.empty(), false))
        .volume();
  }

  Targets.WorktreeTarget worktree(String name) throws IOException {
    return new Targets(depot, Linux.bytes(data(name))).worktree(Optional.empty());
  }

  /// Commits what the directory holds.
  CommitId commit(String name, String message) throws IOException {
    try (LiveWorktree worktree = LiveWorktree.open(depot, worktree(name), "commit")) {
      return new CommitTree(depot, ANN, CaptureProgress.NONE)
          .run(
              worktree,
              new CommitTree.Request(
                  message,
                  new TreeMap<>(),
                  new Moment.Live(),
                  new CommitTree.Allowances(true, true, true)))
          .commit();
    }
  }

  /// A way to one of its volumes for others on this machine.
  Transport transport(String volume) {
    return new LocalTransport(
        DepotService.forOwner(depot, ANN), List.of(volume), "file://test/" + volume, () -> {});
  }

  @Override
  public void close() {
    depot.close();
  }
}
