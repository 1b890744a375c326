package dev.volary.core.capture.duplicate;

import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.FileHandle;
import dev.volary.core.linux.LinuxException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Clones of files in unnamed files beside them (xfs, btrfs): made in a moment whatever the size,
/// and gone when they are closed.
public final class Clones {
  /// A file system that is frozen, by a command of the user's, blocks who would write to it.
  private static final long FROZEN_MILLIS = 250;

  private static final int PROBE_BYTES = 4096;

  private Clones() {}

  /// Tells whether the file system of `top` makes clones.
  public static boolean arePossible(DirectoryHandle top) throws IOException {
    try (FileHandle from = top.openUnnamed()) {
      from.write(0, new byte[PROBE_BYTES], 0, PROBE_BYTES);
      Optional<FileHandle> clone = make(top, from, PROBE_BYTES);
      clone.ifPresent(FileHandle::close);
      return clone.isPresent();
    } catch (LinuxException e) {
      return false; // no unnamed files, or not here for this user
    }
  }

  /// Tells whether the file system of `top` lets itself be written to now. There is no way to ask,
  /// so a thread of its own tries, and is left behind if it is held up; it ends with the freeze.
  public static boolean areAllowed(DirectoryHandle top) throws InterruptedException {
    FutureTask<Boolean> attempt =
        new FutureTask<>(() -> {
          top.openUnnamed().close();
          return true;
        });
    Thread.ofPlatform().daemon().name("is-frozen").start(attempt);
    try {
      return attempt.get(FROZEN_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return false;
    }
  }

  /// Clones the first `size` bytes of `file` into an unnamed file of `directory`, where its
  /// inherited flags suit; nothing where that can't be done, for lack of rights or room too.
  static Optional<FileHandle> make(DirectoryHandle directory, FileHandle file, long size)
      throws IOException {
    FileHandle clone;
    try {
      clone = directory.openUnnamed();
    } catch (LinuxException e) {
      return Optional.empty();
    }
    boolean made = false;
    try {
      made = clone.cloneRange(file, 0, 0, size);
      return made ? Optional.of(clone) : Optional.empty();
    } catch (LinuxException e) {
      return Optional.empty();
    } finally {
      if (!made) {
        clone.close();
      }
    }
  }
}
