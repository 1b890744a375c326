package dev.volary.core.worktree.layer;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.Errno;
import dev.volary.core.linux.Linux;
import dev.volary.core.linux.LinuxException;
import dev.volary.core.linux.layer.LayeredDirectory;
import dev.volary.core.linux.layer.MountTable;
import dev.volary.core.worktree.WorktreeIdentity;
import dev.volary.core.worktree.WorktreeRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Opens worktrees that are overlay mounts.
///
/// Such a worktree is known by its upper layer, which outlasts the mount: a directory that is only
/// the place of a mount that is gone is never taken for it.
public final class OverlayDirectory {
  private OverlayDirectory() {}

  /// Opens the worktree of `record` at `mount`, mounting it where it is not and `mounting` allows;
  /// CONFLICT where its layers are gone or others.
  public static DirectoryHandle open(OverlayMount mount, WorktreeRecord record, boolean mounting)
      throws IOException {
    List<DirectoryHandle> open = new ArrayList<>();
    boolean done = false;
    try {
      DirectoryHandle upper = layer(mount, Linux.bytes(mount.layers().upper()));
      open.add(upper);
      if (!WorktreeIdentity.of(upper, mount.point()).sameDirectory(record.identity())) {
        throw gone(mount, "the layer of its own files is not the one that was registered");
      }
      DirectoryHandle lower = layer(mount, Linux.bytes(mount.checkout().tree()));
      open.add(lower);
      if (!mount.checkout().isComplete()) {
        throw gone(mount, "the shared checkout beneath it is not complete");
      }
      if (!mount.isMounted()) {
        if (!mounting) {
          throw gone(mount, "it is not mounted; the next command on it as root mounts it");
        }
        mount.mount();
      }
      DirectoryHandle top = Linux.openRoot(mount.point());
      open.add(top);
      done = true;
      Optional<ByteString> inner = MountTable.read().beneath(mount.point());
      if (inner.isPresent()) {
        // The layers do not show what is mounted in the worktree; the mount does.
        upper.close();
        lower.close();
        return top;
      }
      return LayeredDirectory.top(top, upper, lower);
    } finally {
      if (!done) {
        open.forEach(DirectoryHandle::close);
      }
    }
  }

  private static DirectoryHandle layer(OverlayMount mount, ByteString path) throws IOException {
    try {
      return Linux.openRoot(path);
    } catch (LinuxException e) {
      if (e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR)) {
        throw gone(mount, path + " is gone");
      }
      throw e;
    }
  }

  private static VolaryException gone(OverlayMount mount, String what) {
    return new VolaryException(
        Fault.CONFLICT, "the overlay worktree %s can't be used: %s".formatted(mount.point(), what));
  }
}
