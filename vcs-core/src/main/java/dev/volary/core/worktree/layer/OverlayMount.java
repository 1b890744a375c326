package dev.volary.core.worktree.layer;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.Errno;
import dev.volary.core.linux.Linux;
import dev.volary.core.linux.LinuxException;
import dev.volary.core.linux.layer.MountTable;
import dev.volary.core.worktree.WorktreeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// The overlay mount that is a worktree's directory: the checkout below, its own layers above.
///
/// `index=on` makes the kernel refuse layers that are mounted elsewhere, such as in another mount
/// namespace, and a checkout that is not the one they were made over. The rest is off so that each
/// name in the upper layer stands for itself, see [dev.volary.core.linux.layer.LayeredDirectory].
///
/// @param point the worktree's directory
/// @param id names the mount in the table of mounts
public record OverlayMount(ByteString point, WorktreeId id, Checkout checkout, Layers layers) {
  private static final String TYPE = "overlay";
  private static final String MANNER = "redirect_dir=off,metacopy=off,index=on,nfs_export=off";

  /// Paths that mount options take as they are.
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/._+@=-]+");

  /// Tells whether the layers of a depot in `directory` can be named to the kernel.
  public static boolean canName(Path directory) {
    return PLAIN.matcher(Linux.bytes(directory).toString()).matches();
  }

  private String source() {
    return "volary-" + id;
  }

  /// Tells whether it is what is mounted there now.
  public boolean isMounted() throws IOException {
    return MountTable.read()
        .at(point)
        .filter(mount -> mount.type().equals(TYPE))
        .filter(mount -> mount.source().equals(ByteString.utf8(source())))
        .isPresent();
  }

  /// Mounts it on an empty directory, which is made where there is none.
  ///
  /// CONFLICT where something else is there by now, or the layers are in use elsewhere.
  public void mount() throws IOException {
    Path path = Linux.path(point);
    Files.createDirectories(path);
    try (DirectoryHandle bare = Linux.openRoot(point)) {
      if (!bare.names().isEmpty()) {
        throw new VolaryException(
            Fault.CONFLICT,
            "%s is not mounted, and files stand in its place: move them away, then try again"
                .formatted(point));
      }
      // While it is not mounted, nobody but root can mistake it for the worktree.
      bare.setOwnMode(0);
    }
    checkout.protect();
    String options =
        "lowerdir=%s,upperdir=%s,workdir=%s,%s"
            .formatted(checkout.tree(), layers.upper(), layers.work(), MANNER);
    try {
      Linux.mount(point, source(), TYPE, ByteString.utf8(options));
    } catch (LinuxException e) {
      throw refused(e);
    }
  }

  private IOException refused(LinuxException e) {
    if (e.is(Errno.EBUSY)) {
      throw new VolaryException(
          Fault.CONFLICT,
          "the layers of %s are mounted elsewhere, perhaps in another mount namespace: unmount them there"
              .formatted(point),
          e);
    }
    if (e.is(Errno.EPERM) || e.is(Errno.EACCES)) {
      throw new VolaryException(
          Fault.NOT_PERMITTED,
          "%s is an overlay that is not mounted, and only root may mount it: run `volary worktree repair %s` as root"
              .formatted(point, point),
          e);
    }
    return e;
  }

  /// Takes it off, if it is there; BUSY while somebody uses it, unless `detach`.
  public void unmount(boolean detach) throws IOException {
    try {
      while (isMounted()) {
        Linux.unmount(point, detach);
      }
    } catch (LinuxException e) {
      if (!e.is(Errno.EBUSY)) {
        throw e;
      }
      throw new VolaryException(
          Fault.BUSY,
          "%s is in use by a process that stands in it or has a file open: end that, then try again"
              .formatted(point),
          e);
    }
  }
}
