package dev.volary.core.capture.consistency;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.Errno;
import dev.volary.core.linux.Linux;
import dev.volary.core.linux.LinuxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Stops all writes to the tree's file system (`FIFREEZE`); needs root.
///
/// Refused where this program would write to that file system itself: it would wait for itself.
public final class Freeze implements Pause {
  private static final List<String> THAW = List.of("fsfreeze", "--unfreeze", "/proc/self/fd/9");

  private final DirectoryHandle top;
  private final List<Path> own;
  private final Duration limit;

  /// Freezes the file system of `top` for at most `limit`; `own` are the folders and files this
  /// program writes to: depot, temporary folder, log.
  public Freeze(DirectoryHandle top, List<Path> own, Duration limit) {
    this.top = top;
    this.own = List.copyOf(own);
    this.limit = limit;
  }

  @Override
  public String method() {
    return "freeze";
  }

  @Override
  public boolean stopsFileSystem() {
    return true;
  }

  @Override
  public Held begin() throws IOException {
    long device = top.stat().dev();
    for (Path path : own) {
      refuseIfOn(device, path);
    }
    for (int stream = 1; stream <= 2; stream++) {
      refuseIfOn(device, Path.of("/proc/self/fd/" + stream));
    }
    top.syncFileSystem();
    String descriptor = "/proc/" + Linux.processId() + "/fd/" + top.descriptor();
    Watchdog watchdog = Watchdog.start(THAW, Optional.of(descriptor), limit);
    try {
      top.freeze();
    } catch (LinuxException e) {
      watchdog.dismiss();
      throw refusal(e);
    }
    return () -> thaw(watchdog);
  }

  private void thaw(Watchdog watchdog) throws IOException {
    boolean frozen = true;
    try {
      top.thaw();
    } catch (LinuxException e) {
      if (!e.is(Errno.EINVAL)) {
        throw e;
      }
      frozen = false;
    }
    if (!watchdog.dismiss() || !frozen) {
      throw Watchdog.brokenPause(method(), limit);
    }
  }

  private static void refuseIfOn(long device, Path path) throws IOException {
    if (Files.exists(path)
        && (Files.isRegularFile(path) || Files.isDirectory(path))
        && deviceOf(path) == device) {
      throw new VolaryException(
          Fault.CONFLICT,
          "Freezing would stop this program too, because it writes to "
              + path
              + " on the same file system; use --pause or --before and --after instead");
    }
  }

  /// The device of what a path leads to, in the form of [dev.volary.core.linux.FileStat#dev].
  private static long deviceOf(Path path) throws IOException {
    Path real = path.toRealPath();
    Path folder =
        Files.isDirectory(real) ? real : Optional.ofNullable(real.getParent()).orElse(real);
    try (DirectoryHandle handle = Linux.openRoot(Linux.bytes(folder))) {
      return handle.stat().dev();
    }
  }

  private static VolaryException refusal(LinuxException e) {
    return switch (e.reason()) {
      case EPERM, EACCES ->
          new VolaryException(
              Fault.NOT_PERMITTED,
              "Only root may freeze a file system; run as root, or use --before and --after",
              e);
      case EBUSY ->
          new VolaryException(
              Fault.BUSY, "The file system is frozen already; try again when it is not", e);
      case EOPNOTSUPP, ENOTTY ->
          new VolaryException(
              Fault.CONFLICT,
              "This kind of file system can't be frozen; use --pause or --before and --after",
              e);
      default -> new VolaryException(Fault.FAILED, "The file system could not be frozen: " + e, e);
    };
  }
}
