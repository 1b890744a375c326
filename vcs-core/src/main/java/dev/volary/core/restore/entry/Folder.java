package dev.volary.core.restore.entry;

import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A directory being worked on: opened when first needed, finished and closed when its last user
/// has left. Thread-safe.
public final class Folder {
  private static final ByteString SLASH = ByteString.utf8("/");

  /// What is left to do with a directory when nothing in it changes any more.
  @FunctionalInterface
  public interface Ending {
    void finish(DirectoryHandle handle) throws IOException;
  }

  private final @Nullable Folder parent;
  private final ByteString name;
  private final ByteString path;
  private final Optional<Ending> ending;
  private final AtomicInteger users = new AtomicInteger(1);
  private @Nullable DirectoryHandle handle;

  private Folder(
      @Nullable Folder parent,
      ByteString name,
      @Nullable DirectoryHandle handle,
      Optional<Ending> ending) {
    this.parent = parent;
    this.name = name;
    this.path = parent == null ? ByteString.EMPTY : parent.pathOf(name);
    this.handle = handle;
    this.ending = ending;
  }

  /// The top, whose handle belongs to somebody else.
  public static Folder top(DirectoryHandle handle) {
    return new Folder(null, ByteString.EMPTY, handle, Optional.empty());
  }

  /// A directory of this one; `ending` runs in the thread that leaves it last.
  public Folder child(ByteString childName, Optional<Ending> childEnding) {
    users.incrementAndGet();
    return new Folder(this, childName, null, childEnding);
  }

  ByteString path() {
    return path;
  }

  public ByteString pathOf(ByteString member) {
    return path.isEmpty() ? member : path.plus(SLASH).plus(member);
  }

  /// Returns the open directory; one that is reached through another link is refused.
  public synchronized DirectoryHandle open() throws IOException {
    DirectoryHandle open = handle;
    if (open == null) {
      if (parent == null) {
        throw new IllegalStateException("the top is not open");
      }
      open = parent.open().openDirectory(name);
      handle = open;
    }
    return open;
  }

  /// Adds a user.
  public Folder enter() {
    users.incrementAndGet();
    return this;
  }

  /// Removes a user; the last one finishes the directory.
  public void leave() throws IOException {
    leave(true);
  }

  /// Removes a user; the last one finishes the directory only if `complete`.
  public void leave(boolean complete) throws IOException {
    if (users.decrementAndGet() > 0 || parent == null) {
      return;
    }
    try {
      if (complete && ending.isPresent()) {
        ending.get().finish(open());
      }
    } finally {
      close();
      parent.leave(complete);
    }
  }

  private synchronized void close() {
    if (handle != null) {
      handle.close();
    }
  }
}
