package dev.volary.core.restore;

import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.FileStat;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/// Removes the passing files and folders that a restore of some paths left behind when it was cut
/// off. A restore of a whole tree removes them by itself, for the tree does not have them.
public final class Sweep {
  private static final ByteString PREFIX = ByteString.utf8(Restore.PREFIX);

  private Sweep() {}

  /// A directory being looked through.
  ///
  /// @param before its attributes as they were
  /// @param doomed whether it is one of those folders, or in one
  private record Level(
      ByteString name,
      DirectoryHandle handle,
      FileStat before,
      boolean doomed,
      Deque<ByteString> directories) {}

  /// Removes them from `top` and all beneath it that is not mounted there; directories keep their
  /// times.
  public static void run(DirectoryHandle top) throws IOException {
    Deque<Level> open = new ArrayDeque<>();
    open.push(enter(ByteString.EMPTY, top, false));
    try {
      while (!open.isEmpty()) {
        Level level = open.element();
        ByteString next = level.directories().poll();
        if (next == null) {
          leave(open);
          continue;
        }
        FileStat stat = level.handle().stat(next);
        if (!stat.isMountIn(level.before())) {
          boolean doomed = level.doomed() || next.startsWith(PREFIX);
          open.push(enter(next, level.handle().openDirectory(next), doomed));
        }
      }
    } finally {
      while (open.size() > 1) {
        open.pop().handle().close();
      }
    }
  }

  private static Level enter(ByteString name, DirectoryHandle handle, boolean doomed)
      throws IOException {
    FileStat before = handle.stat();
    Deque<ByteString> directories = new ArrayDeque<>();
    for (ByteString entry : handle.names()) {
      if (handle.stat(entry).isDirectory()) {
        directories.add(entry);
      } else if (doomed || entry.startsWith(PREFIX)) {
        handle.remove(entry);
      }
    }
    return new Level(name, handle, before, doomed, directories);
  }

  private static void leave(Deque<Level> open) throws IOException {
    Level done = open.pop();
    FileStat before = done.before();
    if (!done.doomed() && !done.handle().stat().isUnchangedSince(before)) {
      done.handle().setOwnTimes(before.mtimeSeconds(), before.mtimeNanos());
    }
    if (open.isEmpty()) {
      return;
    }
    done.handle().close();
    if (done.doomed()) {
      open.element().handle().removeDirectory(done.name());
    }
  }
}
