package dev.volary.core.linux;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.Kernel.Call;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A lock on a whole file that belongs to one open descriptor (`F_OFD_SETLK`): two of them exclude
/// each other inside one process as well, and only closing this one lets it go. The end of the
/// process, however it comes, lets it go too.
///
/// The file is created if it is not there and never removed by this class.
public final class OfdLock implements AutoCloseable {
  private static final int F_OFD_GETLK = 36;
  private static final int F_OFD_SETLK = 37;
  private static final int F_OFD_SETLKW = 38;
  private static final short READ_LOCK = 0;
  private static final short WRITE_LOCK = 1;
  private static final short UNLOCKED = 2;
  private static final int FILE_MODE = 0644;

  private final int descriptor;
  private boolean open = true;

  private OfdLock(int descriptor) {
    this.descriptor = descriptor;
  }

  /// Takes the lock, shared or exclusive, if nobody holds it against that; never waits.
  public static Optional<OfdLock> tryLock(Path file, boolean shared) throws IOException {
    OfdLock lock = open(file, shared);
    try {
      long result = lock.control(F_OFD_SETLK, shared);
      if (result == -Errno.EAGAIN.number() || result == -Errno.EACCES.number()) {
        lock.close();
        return Optional.empty();
      }
      Kernel.check(result, Call.FCNTL, ByteString.utf8(file.toString()));
      return Optional.of(lock);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /// Takes the lock, waiting up to `timeout`; a [VolaryException] busy if that passes, interrupted
  /// if the thread is.
  ///
  /// The wait is the kernel's own, on a thread that is left behind when the time is up; should it
  /// get the lock later, it lets it go at once.
  public static OfdLock lock(Path file, boolean shared, Duration timeout) throws IOException {
    Optional<OfdLock> atOnce = tryLock(file, shared);
    if (atOnce.isPresent()) {
      return atOnce.get();
    }
    CompletableFuture<OfdLock> granted = new CompletableFuture<>();
    Thread.ofPlatform().daemon().name("lock-wait").start(() -> await(file, shared, granted));
    try {
      return granted.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return abandon(granted, new VolaryException(Fault.BUSY, busySentence(file, timeout), e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return abandon(
          granted, new VolaryException(Fault.INTERRUPTED, "Interrupted on " + file + ".", e));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /// Tells whether someone else, this process included, holds the lock in a way that keeps an
  /// exclusive one from being taken. A file that is not there is not locked.
  public static boolean isHeld(Path file) throws IOException {
    try (OfdLock probe = new OfdLock(openFile(file, Kernel.O_RDWR | Kernel.O_CLOEXEC))) {
      Kernel.check(probe.control(F_OFD_GETLK, false), Call.FCNTL, ByteString.utf8(file.toString()));
      return Scratch.current().structure().getShort(0) != UNLOCKED;
    } catch (LinuxException e) {
      if (e.is(Errno.ENOENT)) {
        return false;
      }
      throw e;
    }
  }

  /// Lets the lock go; a second call does nothing.
  @Override
  public synchronized void close() {
    if (open) {
      open = false;
      NativeHandle.closeQuietly(Scratch.current(), descriptor);
    }
  }

  private static void await(Path file, boolean shared, CompletableFuture<OfdLock> granted) {
    try {
      OfdLock lock = open(file, shared);
      long result = lock.control(F_OFD_SETLKW, shared);
      if (result < 0 || !granted.complete(lock)) {
        lock.close();
      }
      Kernel.check(result, Call.FCNTL, ByteString.utf8(file.toString()));
    } catch (IOException | RuntimeException e) {
      granted.completeExceptionally(e);
    }
  }

  /// Gives the wait up, unless the lock came at the last moment.
  private static OfdLock abandon(CompletableFuture<OfdLock> granted, VolaryException reason) {
    if (granted.completeExceptionally(reason)) {
      throw reason;
    }
    return granted.join();
  }

  private static String busySentence(Path file, Duration timeout) {
    return "Another process has held "
        + file
        + " for "
        + timeout.toSeconds()
        + " s; let it finish and try again.";
  }

  private static OfdLock open(Path file, boolean shared) throws IOException {
    int flags = Kernel.O_CREAT | Kernel.O_CLOEXEC;
    try {
      return new OfdLock(openFile(file, flags | Kernel.O_RDWR));
    } catch (LinuxException e) {
      // A shared lock asks for no more than reading, so a reader of someone else's depot has it.
      if (shared && (e.is(Errno.EACCES) || e.is(Errno.EROFS))) {
        return new OfdLock(openFile(file, Kernel.O_RDONLY | Kernel.O_CLOEXEC));
      }
      throw e;
    }
  }

  private static int openFile(Path file, int flags) throws IOException {
    Scratch scratch = Scratch.current();
    ByteString path = Linux.bytes(file);
    long opened =
        Kernel.call(scratch, Call.OPENAT, Kernel.AT_FDCWD, scratch.path(path), flags, FILE_MODE);
    return (int) Kernel.check(opened, Call.OPENAT, path);
  }

  /// Makes one of the lock calls for the whole file (`struct flock`).
  private long control(int command, boolean shared) {
    Scratch scratch = Scratch.current();
    short type = shared ? READ_LOCK : WRITE_LOCK;
    scratch.structure().putLong(0, 0).putShort(0, type).putLong(8, 0).putLong(16, 0).putLong(24, 0);
    return Kernel.call(scratch, Call.FCNTL, descriptor, command, scratch.structureAddress(), 0);
  }
}
