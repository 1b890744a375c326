package dev.volary.core.depot;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.Errno;
import dev.volary.core.linux.Linux;
import dev.volary.core.linux.LinuxException;
import dev.volary.core.worktree.Subvolume;
import dev.volary.core.worktree.WorktreeFolder;
import dev.volary.core.worktree.WorktreeIdentity;
import dev.volary.core.worktree.WorktreeRecord;
import dev.volary.core.worktree.joined.JoinedDirectory;
import dev.volary.core.worktree.layer.CopyPlaces;
import dev.volary.core.worktree.layer.OverlayDirectory;
import dev.volary.core.worktree.layer.OverlayMount;
import java.io.IOException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Opens worktrees' directories and makes sure that they are the ones that were registered: an
/// unmounted disk or a re-created volume must not pass for emptied data.
public final class WorktreeGuard {
  private WorktreeGuard() {}

  /// Returns what tells `directory`, which stands at `realPath`, from others.
  public static WorktreeIdentity identify(DirectoryHandle directory, ByteString realPath)
      throws IOException {
    return WorktreeIdentity.of(directory, realPath);
  }

  /// Opens the worktree of `record`, mounting it if it is an overlay that is not mounted; CONFLICT
  /// where its path leads to something else by now.
  public static DirectoryHandle open(Depot depot, WorktreeFolder folder, WorktreeRecord record)
      throws IOException {
    Optional<OverlayMount> mount = overlay(depot, folder, record);
    return mount.isPresent() ? OverlayDirectory.open(mount.get(), record, true) : openPlain(record);
  }

  /// As [#open], but mounts nothing: for those who only look in passing.
  public static DirectoryHandle openAsItIs(
      Depot depot, WorktreeFolder folder, WorktreeRecord record) throws IOException {
    Optional<OverlayMount> mount = overlay(depot, folder, record);
    return mount.isPresent()
        ? OverlayDirectory.open(mount.get(), record, false)
        : openPlain(record);
  }

  /// Returns the mount that the worktree of `record` is, if it is one.
  public static Optional<OverlayMount> overlay(
      Depot depot, WorktreeFolder folder, WorktreeRecord record) throws IOException {
    if (record.provision().overlay().isEmpty()) {
      return Optional.empty();
    }
    CopyPlaces places = depot.layout().copies();
    return Optional.of(
        new OverlayMount(
            record.identity().path(),
            folder.id(),
            places.checkout(record.provision().overlay().get().root()),
            places.layers(folder.id())));
  }

  private static DirectoryHandle openPlain(WorktreeRecord record) throws IOException {
    DirectoryHandle top = open(record, record.identity());
    if (record.subvolumes().isEmpty()) {
      return top;
    }
    SortedMap<ByteString, DirectoryHandle> subvolumes = new TreeMap<>();
    boolean opened = false;
    try {
      for (Subvolume subvolume : record.subvolumes()) {
        subvolumes.put(subvolume.name(), open(record, subvolume.identity()));
      }
      opened = true;
      return new JoinedDirectory(top, subvolumes);
    } finally {
      if (!opened) {
        subvolumes.values().forEach(DirectoryHandle::close);
        top.close();
      }
    }
  }

  private static DirectoryHandle open(WorktreeRecord record, WorktreeIdentity identity)
      throws IOException {
    DirectoryHandle directory;
    try {
      directory = Linux.openRoot(identity.path());
    } catch (LinuxException e) {
      if (e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR)) {
        throw mismatch(record, identity, "is gone");
      }
      throw e;
    }
    try {
      if (!identify(directory, identity.path()).sameDirectory(identity)) {
        throw mismatch(record, identity, "is not the directory that was registered");
      }
      return directory;
    } catch (IOException | RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  private static VolaryException mismatch(
      WorktreeRecord record, WorktreeIdentity identity, String what) {
    return new VolaryException(
        Fault.CONFLICT,
        "%s %s: mount it again, or tell volary where the worktree of %s is now with `volary worktree repair DIR`"
            .formatted(identity.path(), what, record.volume()));
  }
}
