package dev.volary.core.operation.copy;

import dev.volary.core.depot.Depot;
import dev.volary.core.depot.LiveWorktree;
import dev.volary.core.depot.Targets;
import dev.volary.core.depot.Volume;
import dev.volary.core.depot.WorktreeGuard;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.history.CommitId;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.FileStat;
import dev.volary.core.linux.Linux;
import dev.volary.core.linux.layer.LayeredDirectory;
import dev.volary.core.restore.RestoreListener;
import dev.volary.core.session.DepotLock;
import dev.volary.core.worktree.Head;
import dev.volary.core.worktree.Pending;
import dev.volary.core.worktree.Provision;
import dev.volary.core.worktree.WorktreeFolder;
import dev.volary.core.worktree.WorktreeId;
import dev.volary.core.worktree.WorktreeIdentity;
import dev.volary.core.worktree.WorktreeRecord;
import dev.volary.core.worktree.layer.Checkout;
import dev.volary.core.worktree.layer.Layers;
import dev.volary.core.worktree.layer.OverlayMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes worktrees that are overlay mounts: layers → record → mount.
///
/// From the record on, the worktree is whole: whoever opens it mounts it where it is not.
public final class OverlayMaking {
  private final Depot depot;

  /// Makes them in `depot`.
  public OverlayMaking(Depot depot) {
    this.depot = depot;
  }

  /// What to make.
  ///
  /// @param path of its directory, real, empty
  /// @param head what it holds
  /// @param commit whose checkout lies beneath
  /// @param stay how long it stays
  /// @param id what it will be called in the depot
  public record Order(
      Volume volume,
      ByteString path,
      Head head,
      CommitId commit,
      Provision.Stay stay,
      WorktreeId id) {}

  /// Registers it over the shared checkout of its commit, which is made first where there is none;
  /// nothing where that can't hold all of the commit. The caller is within a session.
  public Optional<WorktreeFolder> register(Order order, RestoreListener listener)
      throws IOException {
    ObjectId root = order.volume().history().facts(order.commit()).root();
    SharedCheckouts checkouts = new SharedCheckouts(depot);
    try (DepotLock _ = checkouts.hold("worktree add")) {
      Optional<Checkout> checkout = checkouts.require(root, listener);
      if (checkout.isEmpty()) {
        return Optional.empty();
      }
      checkout.get().markFit();
      checkout.get().protect();
      try (DepotLock _ = depot.lock("worktrees", "worktree add")) {
        return Optional.of(
            register(order, checkout.get(), new Provision.Overlay(order.commit(), root)));
      }
    }
  }

  private WorktreeFolder register(Order order, Checkout checkout, Provision.Overlay overlay)
      throws IOException {
    Layers layers = depot.layout().copies().layers(order.id());
    layers.create();
    try (DirectoryHandle beneath = Linux.openRoot(Linux.bytes(checkout.tree()));
        DirectoryHandle upper = Linux.openRoot(Linux.bytes(layers.upper()))) {
      copyOwn(beneath, upper);
      upper.syncFileSystem();
      WorktreeRecord record =
          new WorktreeRecord(
              order.volume().name().text(),
              WorktreeIdentity.of(upper, order.path()),
              order.head(),
              Optional.of(order.commit()),
              new Pending.Nothing(),
              List.of(),
              new Provision(Optional.of(overlay), order.stay()));
      return depot.worktrees().add(record, order.id());
    } catch (IOException | RuntimeException e) {
      TreeRemoval.delete(layers.folder());
      throw e;
    }
  }

  /// The top of an overlay has the attributes of its upper layer.
  private static void copyOwn(DirectoryHandle from, DirectoryHandle to) throws IOException {
    FileStat stat = from.stat();
    to.setOwnOwner(stat.uid(), stat.gid());
    to.setOwnMode(stat.mode());
    for (Map.Entry<ByteString, ByteString> xattr : from.ownXattrs().entrySet()) {
      to.setOwnXattr(xattr.getKey(), xattr.getValue());
    }
    to.setOwnTimes(stat.mtimeSeconds(), stat.mtimeNanos());
  }

  /// Sees to it that what lies unchanged beneath an overlay need not be read: after it was made,
  /// and again in each run of the kernel.
  public static void note(Depot depot, LiveWorktree worktree) throws IOException {
    Optional<Provision.Overlay> overlay = worktree.record().provision().overlay();
    Optional<CommitId> base = worktree.record().base();
    if (overlay.isEmpty()
        || base.isEmpty()
        || !(worktree.directory() instanceof LayeredDirectory layers)) {
      return;
    }
    ObjectId root = worktree.volume().history().facts(base.get()).root();
    CleanNotes.Subject subject =
        new CleanNotes.Subject(layers, root, depot.store(), worktree.folder().statCacheFile());
    if (!subject.isNoted()) {
      CleanNotes.ofOverlay(subject, overlay.get().root(), depot.layout().temporary());
    }
  }

  /// Removes the worktree of `target` with all that was changed in it.
  ///
  /// @param detach whether processes that use it are no reason to fail
  public void remove(Targets.WorktreeTarget target, boolean detach) throws IOException {
    WorktreeFolder folder = target.folder();
    Optional<OverlayMount> mount = WorktreeGuard.overlay(depot, folder, target.record());
    if (mount.isEmpty()) {
      throw new VolaryException(
          Fault.CONFLICT, target.record().identity().path() + " is no overlay");
    }
    mount.get().unmount(detach);
    Path gone = depot.layout().copies().gone(folder.id());
    try (DepotLock _ = depot.lock("worktrees", "worktree remove")) {
      depot.worktrees().remove(folder);
      Files.move(mount.get().layers().folder(), gone);
    }
    TreeRemoval.delete(gone);
  }
}
