package dev.volary.core.depot;

import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.history.CommitId;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.Linux;
import dev.volary.core.restore.donor.Donor;
import dev.volary.core.restore.donor.Donors;
import dev.volary.core.worktree.Pending;
import dev.volary.core.worktree.WorktreeFolder;
import dev.volary.core.worktree.WorktreeRecord;
import dev.volary.core.worktree.layer.Checkout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The other worktrees of a volume, as where files can be shared from.
public final class Siblings {
  private static final int MOST_DONORS = 2;

  private final Depot depot;

  /// Those of the worktrees of `depot`.
  public Siblings(Depot depot) {
    this.depot = depot;
  }

  /// Opens those that can share files with `worktree`, which is to hold the tree `wanted`; those
  /// that are based on that very tree come first.
  ///
  /// They are not locked: whatever happens to a file meanwhile shows in its attributes.
  public Donors donors(LiveWorktree worktree, ObjectId wanted) throws IOException {
    String typeName = worktree.directory().fileSystem().typeName();
    List<Donor> same = new ArrayList<>();
    List<Donor> others = new ArrayList<>();
    for (Map.Entry<WorktreeFolder, WorktreeRecord> each : depot.worktrees().all().entrySet()) {
      WorktreeRecord record = each.getValue();
      if (record.volume().equals(worktree.record().volume())
          && !each.getKey().id().equals(worktree.folder().id())
          && record.pending() instanceof Pending.Nothing
          && record.base().isPresent()
          && same.size() + others.size() < MOST_DONORS) {
        ObjectId root = root(worktree, record.base().get());
        open(each.getKey(), record, root, typeName)
            .ifPresent((root.equals(wanted) ? same : others)::add);
      }
    }
    // What a sibling was just given is not known to be clean yet; this always is.
    checkout(wanted, typeName).ifPresent(same::add);
    same.addAll(others);
    return new Donors(same);
  }

  /// The shared checkout of that very tree, where somebody has vouched for it.
  private Optional<Donor> checkout(ObjectId wanted, String typeName) throws IOException {
    Checkout checkout = depot.layout().copies().checkout(wanted);
    if (!checkout.isComplete()) {
      return Optional.empty();
    }
    DirectoryHandle top;
    try {
      top = Linux.openRoot(Linux.bytes(checkout.tree()));
    } catch (IOException e) {
      return Optional.empty(); // let go of just now
    }
    return donor(top, typeName, wanted, checkout.statCacheFile());
  }

  private static ObjectId root(LiveWorktree worktree, CommitId base) {
    return worktree.volume().history().facts(base).root();
  }

  private Optional<Donor> open(
      WorktreeFolder folder, WorktreeRecord record, ObjectId root, String typeName)
      throws IOException {
    DirectoryHandle top;
    try {
      top = WorktreeGuard.openAsItIs(depot, folder, record);
    } catch (IOException | VolaryException e) {
      return Optional.empty(); // not there now, or not for this user
    }
    return donor(top, typeName, root, folder.statCacheFile());
  }

  private Optional<Donor> donor(DirectoryHandle top, String typeName, ObjectId root, Path statCache)
      throws IOException {
    Optional<Donor> donor = Optional.empty();
    try {
      if (top.fileSystem().typeName().equals(typeName)) {
        donor = Donor.of(top, new Donor.Knowledge(root, statCache, Linux.bootId()), depot.store());
      }
      return donor;
    } finally {
      if (donor.isEmpty()) {
        top.close();
      }
    }
  }
}
