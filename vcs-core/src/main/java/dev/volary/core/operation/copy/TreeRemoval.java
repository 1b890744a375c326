package dev.volary.core.operation.copy;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.FileStat;
import dev.volary.core.linux.Linux;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Deletes what is in a directory, never through a mount point.
public final class TreeRemoval {
  private TreeRemoval() {}

  /// A directory being emptied.
  ///
  /// @param name what its parent calls it
  /// @param directories those in it that are still to be emptied
  private record Level(ByteString name, DirectoryHandle handle, Deque<ByteString> directories) {}

  /// Fails with CONFLICT where something is mounted in `top`.
  public static void requireNoMounts(DirectoryHandle top, ByteString path) throws IOException {
    walk(top, path, false);
  }

  /// Empties `top`, in which nothing is mounted.
  public static void empty(DirectoryHandle top, ByteString path) throws IOException {
    walk(top, path, true);
  }

  /// Deletes `folder` and all in it, whatever the names, or does nothing where there is none.
  public static void delete(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    ByteString path = Linux.bytes(folder);
    try (DirectoryHandle top = Linux.openRoot(path)) {
      empty(top, path);
    }
    Files.delete(folder);
  }

  private static void walk(DirectoryHandle top, ByteString path, boolean delete)
      throws IOException {
    Deque<Level> open = new ArrayDeque<>();
    long device = top.stat().dev();
    open.push(enter(ByteString.EMPTY, top, delete));
    try {
      while (!open.isEmpty()) {
        Level level = open.element();
        ByteString next = level.directories().poll();
        if (next == null) {
          leave(open, delete);
          continue;
        }
        FileStat stat = level.handle().stat(next);
        if (stat.mountRoot() || stat.dev() != device) {
          throw new VolaryException(
              Fault.CONFLICT,
              "something is mounted at %s in %s: unmount it first".formatted(next, path));
        }
        open.push(enter(next, level.handle().openDirectory(next), delete));
      }
    } finally {
      while (open.size() > 1) {
        open.pop().handle().close();
      }
    }
  }

  private static Level enter(ByteString name, DirectoryHandle handle, boolean delete)
      throws IOException {
    List<ByteString> directories = new ArrayList<>();
    for (ByteString entry : handle.names()) {
      if (handle.stat(entry).isDirectory()) {
        directories.add(entry);
      } else if (delete) {
        handle.remove(entry);
      }
    }
    return new Level(name, handle, new ArrayDeque<>(directories));
  }

  private static void leave(Deque<Level> open, boolean delete) throws IOException {
    Level done = open.pop();
    if (open.isEmpty()) {
      return;
    }
    done.handle().close();
    if (delete) {
      open.element().handle().removeDirectory(done.name());
    }
  }
}
