package dev.volary.core.operation.joined;

import dev.volary.core.capture.rules.OutsideLinks;
import dev.volary.core.capture.rules.PresetSite;
import dev.volary.core.capture.rules.Presets;
import dev.volary.core.depot.Depot;
import dev.volary.core.depot.DepotPlace;
import dev.volary.core.depot.Volume;
import dev.volary.core.depot.VolumeName;
import dev.volary.core.depot.WorktreeGuard;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.Linux;
import dev.volary.core.session.DepotLock;
import dev.volary.core.session.Session;
import dev.volary.core.worktree.Head;
import dev.volary.core.worktree.Pending;
import dev.volary.core.worktree.Subvolume;
import dev.volary.core.worktree.WorktreeFolder;
import dev.volary.core.worktree.WorktreeIdentity;
import dev.volary.core.worktree.WorktreeRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Starts versioning several directories as one volume, each as one of its subvolumes, where they
/// are: every commit holds all of them.
public final class JoinDirectories {
  private final Depot depot;

  /// A joiner into volumes of `depot`.
  public JoinDirectories(Depot depot) {
    this.depot = depot;
  }

  /// What to version.
  ///
  /// @param name of the volume
  /// @param subvolumes names and where they are, absolute
  /// @param allowOutsideLinks whether links may lead data out of the tree
  public record Request(
      VolumeName name, SortedMap<ByteString, ByteString> subvolumes, boolean allowOutsideLinks) {
    public Request {
      subvolumes = new TreeMap<>(subvolumes);
    }
  }

  /// What came of it.
  ///
  /// @param sites the data directories of known programs that were found
  public record Result(Volume volume, WorktreeRecord worktree, List<PresetSite> sites) {}

  /// Makes the volume; CONFLICT where its name is taken, or a directory overlaps another, a
  /// worktree or the depot, or data lies elsewhere.
  public Result run(Request request) throws IOException {
    try (Session _ = depot.begin("init");
        DepotLock _ = depot.lock("volumes", "init");
        DepotLock _ = depot.lock("worktrees", "init")) {
      List<Subvolume> subvolumes = new ArrayList<>();
      List<PresetSite> sites = new ArrayList<>();
      for (Map.Entry<ByteString, ByteString> each : request.subvolumes().entrySet()) {
        ByteString path = Linux.realPath(each.getValue());
        try (DirectoryHandle directory = Linux.openRoot(path)) {
          sites.addAll(look(request, each.getKey(), directory));
          subvolumes.add(new Subvolume(each.getKey(), WorktreeGuard.identify(directory, path)));
        }
      }
      requireApart(subvolumes);
      return make(request, subvolumes, sites);
    }
  }

  private static List<PresetSite> look(Request request, ByteString name, DirectoryHandle directory)
      throws IOException {
    List<PresetSite> found = Presets.detect(directory);
    if (!request.allowOutsideLinks()) {
      OutsideLinks.refuse(OutsideLinks.find(directory, found));
    }
    return found.stream().map(site -> site.beneath(name)).toList();
  }

  private void requireApart(List<Subvolume> subvolumes) throws IOException {
    for (Subvolume one : subvolumes) {
      DepotPlace.requireApart(depot, one.identity().path());
      depot.worktrees().requireApart(one.identity());
      for (Subvolume other : subvolumes) {
        boolean another = !other.name().equals(one.name());
        if (another && other.identity().overlaps(one.identity())) {
          throw new VolaryException(
              Fault.CONFLICT,
              "%s and %s lie in each other: name one of them"
                  .formatted(one.identity().path(), other.identity().path()));
        }
      }
    }
  }

  private Result make(Request request, List<Subvolume> subvolumes, List<PresetSite> sites)
      throws IOException {
    Volume volume = depot.createVolume(request.name());
    Head head = new Head.OnBranch(volume.history().refs().defaultBranch().value());
    WorktreeFolder folder =
        depot
            .worktrees()
            .add(
                top ->
                    new WorktreeRecord(
                        request.name().text(),
                        identify(top),
                        head,
                        Optional.empty(),
                        new Pending.Nothing(),
                        subvolumes),
                depot.surroundings().random());
    return new Result(volume, folder.read(), sites);
  }

  private static WorktreeIdentity identify(Path top) throws IOException {
    ByteString path = Linux.realPath(Linux.bytes(top));
    try (DirectoryHandle handle = Linux.openRoot(path)) {
      return WorktreeGuard.identify(handle, path);
    }
  }
}
