package dev.volary.core.capture.walk;

import dev.volary.core.io.ByteString;
import dev.volary.core.io.ByteWriter;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.Errno;
import dev.volary.core.linux.FileStat;
import dev.volary.core.linux.LinuxException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A directory of the live tree that is opened only if something in it must be read, and closed
/// when its last reader is done.
///
/// One thread opens and leaves; any thread may release.
public final class LiveDirectory {
  private final @Nullable LiveDirectory parent;
  private final ByteString name;
  private final FileStat scanned;
  private final AtomicInteger users = new AtomicInteger(1);
  private @Nullable DirectoryHandle handle;

  private LiveDirectory(
      @Nullable LiveDirectory parent,
      ByteString name,
      FileStat scanned,
      @Nullable DirectoryHandle handle) {
    this.parent = parent;
    this.name = name;
    this.scanned = scanned;
    this.handle = handle;
  }

  /// The top, whose handle belongs to somebody else.
  public static LiveDirectory top(DirectoryHandle handle, FileStat scanned) {
    return new LiveDirectory(null, ByteString.EMPTY, scanned, handle);
  }

  /// The directory of that name in it.
  public LiveDirectory child(ByteString childName, FileStat childScanned) {
    return new LiveDirectory(this, childName, childScanned, null);
  }

  /// Returns the handle, opened now if it is the first time; fails if another directory stands at
  /// its place by now.
  public DirectoryHandle open() throws IOException {
    DirectoryHandle open = handle;
    if (open != null) {
      return open;
    }
    if (parent == null) {
      throw new IllegalStateException("the top is open");
    }
    open = openIn(parent.open());
    handle = open;
    return open;
  }

  private DirectoryHandle openIn(DirectoryHandle above) throws IOException {
    DirectoryHandle open;
    try {
      open = above.openDirectory(name);
    } catch (LinuxException e) {
      if (e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR) || e.is(Errno.ELOOP)) {
        throw new MovedTreeException(path());
      }
      throw e;
    }
    if (!open.stat().isSameFile(scanned)) {
      open.close();
      throw new MovedTreeException(path());
    }
    return open;
  }

  /// Keeps the open handle until one more [#release].
  public LiveDirectory retain() {
    users.incrementAndGet();
    return this;
  }

  /// Lets go of the handle, which is closed when nobody holds it.
  public void release() {
    if (users.decrementAndGet() == 0 && parent != null && handle != null) {
      handle.close();
    }
  }

  /// Returns the path relative to the top.
  public ByteString path() {
    return parent == null ? ByteString.EMPTY : parent.path(name);
  }

  /// Returns the path of an entry of this directory.
  public ByteString path(ByteString entry) {
    Deque<ByteString> names = new ArrayDeque<>();
    for (LiveDirectory at = this; at.parent != null; at = at.parent) {
      names.addFirst(at.name);
    }
    ByteWriter path = new ByteWriter();
    for (ByteString each : names) {
      each.writeTo(path);
      path.u8('/');
    }
    entry.writeTo(path);
    return ByteString.of(path.array(), 0, path.size());
  }
}
