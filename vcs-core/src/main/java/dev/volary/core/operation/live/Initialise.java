package dev.volary.core.operation.live;

import dev.volary.core.capture.rules.OutsideLinks;
import dev.volary.core.capture.rules.Preset;
import dev.volary.core.capture.rules.PresetSite;
import dev.volary.core.capture.rules.Presets;
import dev.volary.core.depot.Depot;
import dev.volary.core.depot.DepotPlace;
import dev.volary.core.depot.Volume;
import dev.volary.core.depot.VolumeName;
import dev.volary.core.depot.WorktreeGuard;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.Linux;
import dev.volary.core.session.DepotLock;
import dev.volary.core.session.Session;
import dev.volary.core.worktree.Head;
import dev.volary.core.worktree.Pending;
import dev.volary.core.worktree.WorktreeFolder;
import dev.volary.core.worktree.WorktreeIdentity;
import dev.volary.core.worktree.WorktreeRecord;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Starts versioning a directory: a new volume whose first worktree it is.
public final class Initialise {
  private final Depot depot;

  /// An initialiser of volumes of `depot`.
  public Initialise(Depot depot) {
    this.depot = depot;
  }

  /// What to version.
  ///
  /// @param directory absolute
  /// @param name of the volume; the directory's own name where it is empty
  /// @param preset the program whose data it is; found out where it is empty
  /// @param allowOutsideLinks whether links may lead data out of the tree
  public record Request(
      ByteString directory,
      Optional<VolumeName> name,
      Optional<Preset> preset,
      boolean allowOutsideLinks) {}

  /// What came of it.
  ///
  /// @param sites the data directories of known programs that were found
  public record Result(Volume volume, WorktreeIdentity worktree, List<PresetSite> sites) {}

  /// Makes the volume; CONFLICT where its name is taken or the directory overlaps a worktree or the
  /// depot, or data lies elsewhere.
  public Result run(Request request) throws IOException {
    ByteString path = Linux.realPath(request.directory());
    try (Session _ = depot.begin("init");
        DepotLock _ = depot.lock("volumes", "init");
        DepotLock _ = depot.lock("worktrees", "init");
        DirectoryHandle top = Linux.openRoot(path)) {
      DepotPlace.requireApart(depot, path);
      List<PresetSite> sites =
          request.preset().isPresent()
              ? Presets.locate(top, request.preset().get())
              : Presets.detect(top);
      if (!request.allowOutsideLinks()) {
        OutsideLinks.refuse(OutsideLinks.find(top, sites));
      }
      WorktreeIdentity identity = WorktreeGuard.identify(top, path);
      depot.worktrees().requireApart(identity);
      VolumeName name = request.name().orElseGet(() -> nameOf(path));
      Volume volume = depot.createVolume(name);
      if (request.preset().isPresent()) {
        volume.settings().setPreset(request.preset().get().word());
      }
      WorktreeFolder folder =
          depot
              .worktrees()
              .add(
                  new WorktreeRecord(
                      name.text(),
                      identity,
                      new Head.OnBranch(volume.history().refs().defaultBranch().value()),
                      Optional.empty(),
                      new Pending.Nothing()),
                  depot.surroundings().random());
      return new Result(volume, folder.read().identity(), sites);
    }
  }

  private static VolumeName nameOf(ByteString path) {
    String text = path.toString();
    return VolumeName.suggestedBy(text.substring(text.lastIndexOf('/') + 1));
  }
}
