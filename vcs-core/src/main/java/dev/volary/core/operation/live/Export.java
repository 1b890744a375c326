package dev.volary.core.operation.live;

import dev.volary.core.depot.Depot;
import dev.volary.core.depot.Targets;
import dev.volary.core.diff.PathFilter;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.Linux;
import dev.volary.core.operation.Presence;
import dev.volary.core.operation.copy.Restores;
import dev.volary.core.operation.joined.Subtree;
import dev.volary.core.restore.Restore;
import dev.volary.core.restore.RestoreListener;
import dev.volary.core.restore.RestoreResult;
import dev.volary.core.restore.donor.Donors;
import dev.volary.core.restore.plan.RestorePlan;
import dev.volary.core.restore.plan.RestoreRequest;
import dev.volary.core.restore.tar.TarExport;
import dev.volary.core.session.Session;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Writes a commit's tree to a directory that is not versioned.
public final class Export {
  private final Depot depot;
  private final RestoreListener listener;

  /// @param listener is told how far it is
  public Export(Depot depot, RestoreListener listener) {
    this.depot = depot;
    this.listener = listener;
  }

  /// Writes the tree, or the directory in it that the revision's path names, to `directory`
  /// (absolute), which must not exist or be empty.
  public RestoreResult toDirectory(Targets.RevisionTarget what, ByteString directory)
      throws IOException {
    Presence.require(what.volume(), what.commit());
    Subtree tree =
        Subtree.of(
            depot.store(),
            what.volume().history().facts(what.commit()).root(),
            what.path().orElse(ByteString.EMPTY));
    Path path = Linux.path(directory);
    Files.createDirectories(path);
    try (Session _ = depot.begin("export");
        DirectoryHandle top = Linux.openRoot(Linux.realPath(directory))) {
      if (!top.names().isEmpty()) {
        throw new VolaryException(
            Fault.CONFLICT, directory + " is not empty: name a new or empty directory");
      }
      Restore restore = Restores.of(depot, tree, Donors.none());
      try (RestorePlan plan = restore.plan(RestoreRequest.all(top, tree.root()), step -> {})) {
        return restore.apply(plan, Optional.empty(), listener);
      }
    }
  }

  /// Writes the tree, or the part of it that the revision's path names, as a tar stream; returns
  /// the paths of sockets, which tar can't hold.
  public List<ByteString> toTar(Targets.RevisionTarget what, OutputStream out) throws IOException {
    Presence.require(what.volume(), what.commit());
    ObjectId root = what.volume().history().facts(what.commit()).root();
    List<ByteString> skipped = new ArrayList<>();
    PathFilter paths =
        what.path().filter(path -> !path.isEmpty()).isPresent()
            ? PathFilter.of(what.path().stream().toList())
            : PathFilter.ALL;
    try (Session _ = depot.begin("export")) {
      new TarExport(depot.store(), out, skipped::add).write(root, paths);
    }
    return skipped;
  }
}
