package dev.volary.core.linux.memory;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.Errno;
import dev.volary.core.linux.FileHandle;
import dev.volary.core.linux.FileSystemFacts;
import dev.volary.core.linux.FileType;
import dev.volary.core.linux.LinuxException;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.time.Duration;

/// A volume in memory for tests: handles as on Linux, seen as root, with a clock that moves only as
/// the test says, faults, and stores that no stat shows.
///
/// Contents lie in a Jimfs; the tree of byte names is kept beside it, because Jimfs names are text.
public final class MemoryVolume {
  static final long SECOND = 1_000_000_000L;

  private static final long START = 1_700_000_000L * SECOND;
  private static final long FIRST_DEVICE = 0x100L;
  private static final long CAPACITY_BYTES = 1L << 40;

  private final FileSystem contents = Jimfs.newFileSystem(Configuration.unix());
  private final Inode root;
  private long now = START;
  private long tick = 1000;
  private long nextInode = 1;
  private long nextDevice = FIRST_DEVICE;
  private long calls;
  private boolean inHook;
  private boolean privileged = true;
  private boolean trustworthyStat = true;
  private boolean reflinks = true;
  private boolean frozen;
  private CallHook hook = (call, name) -> {};

  /// An empty volume whose top directory belongs to root with mode 0755.
  public MemoryVolume() {
    this.root = inode(FileType.DIRECTORY, 0755, nextDevice++);
    root.links = 1;
    root.mountRoot = true;
  }

  /// Opens the top directory.
  public DirectoryHandle openRoot() {
    return new MemoryDirectory(this, root);
  }

  /// Moves the clock.
  public synchronized void advance(Duration duration) {
    now += duration.toNanos();
  }

  /// Returns the clock in nanoseconds since 1970.
  public synchronized long now() {
    return now;
  }

  /// Sets by how much each change moves the clock by itself, 1 µs at first; zero makes a coarse
  /// clock.
  public synchronized void tick(Duration perChange) {
    tick = perChange.toNanos();
  }

  /// Returns how many calls were made so far.
  public synchronized long calls() {
    return calls;
  }

  /// Sets what runs before each call.
  public synchronized void hook(CallHook before) {
    hook = before;
  }

  /// Makes the `n`-th call from now (1 is the next) fail, and no other.
  public synchronized void failCall(long n, Errno reason) {
    long at = calls + n;
    hook =
        (call, name) -> {
          if (calls == at) {
            throw new LinuxException(call, name.toString(), reason);
          }
        };
  }

  /// Takes root's privileges away (giving files away, device nodes, `trusted.` and `security.`
  /// attributes), or gives them back.
  public synchronized void privileged(boolean is) {
    privileged = is;
  }

  /// Sets whether stat can be trusted after a flush.
  public synchronized void trustworthyStat(boolean is) {
    trustworthyStat = is;
  }

  /// Sets whether ranges can be cloned.
  public synchronized void reflinks(boolean are) {
    reflinks = are;
  }

  /// Tells whether the volume is frozen.
  public synchronized boolean isFrozen() {
    return frozen;
  }

  /// Makes an empty directory look like the root of another mount.
  public synchronized void mount(DirectoryHandle parent, ByteString name) throws IOException {
    Inode at = ((MemoryDirectory) parent).child("mount", name);
    at.dev = nextDevice++;
    at.mountRoot = true;
  }

  /// Stores bytes as a program with the file mapped does: the first store since the last flush
  /// moves mtime and ctime, later ones move nothing.
  public synchronized void storeMapped(FileHandle file, long position, byte[] bytes)
      throws IOException {
    Inode inode = ((MemoryFile) file).inode();
    if (!inode.pagesDirty) {
      inode.pagesDirty = true;
      touchContent(inode);
    }
    inode.content.write(position, bytes, 0, bytes.length);
  }

  /// Begins a call: counts it and runs the hook.
  void begin(String call, ByteString name) throws IOException {
    if (inHook) {
      return;
    }
    calls++;
    inHook = true;
    try {
      hook.before(call, name);
    } finally {
      inHook = false;
    }
  }

  Inode inode(FileType type, int mode, long dev) {
    long number = nextInode++;
    Content content = new Content(contents.getPath("/work", Long.toString(number)));
    Inode made = new Inode(number, type, dev, content, now);
    made.mode = mode;
    return made;
  }

  /// Moves an inode's ctime to now.
  void touch(Inode inode) {
    now += tick;
    inode.ctime = now;
  }

  /// Moves an inode's mtime and ctime to now.
  void touchContent(Inode inode) {
    touch(inode);
    inode.mtime = now;
  }

  boolean hasPrivileges() {
    return privileged;
  }

  boolean canClone() {
    return reflinks;
  }

  boolean flushShowsStores() {
    return trustworthyStat;
  }

  void frozen(boolean is) throws IOException {
    if (frozen == is) {
      throw new LinuxException("ioctl", "", is ? Errno.EBUSY : Errno.EINVAL);
    }
    frozen = is;
  }

  FileSystemFacts facts(long dev) {
    String type = trustworthyStat ? "ext4" : "tmpfs";
    long magic = trustworthyStat ? 0xEF53 : 0x01021994;
    return new FileSystemFacts(
        type, magic, dev, trustworthyStat, false, false, CAPACITY_BYTES, CAPACITY_BYTES);
  }
}
