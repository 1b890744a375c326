package dev.volary.core.linux;

import dev.volary.core.io.ByteString;
import dev.volary.core.linux.Kernel.Call;
import java.io.IOException;
import java.util.SortedMap;

/// An open descriptor and what can be done with any of them.
abstract sealed class NativeHandle implements Handle permits NativeDirectory, NativeFile {
  private static final long UTIME_OMIT = 0x3FFFFFFE;

  /// The device of an entry is the one it lies on.
  static final long AS_IT_IS = -1;

  private final int descriptor;
  private final long device;
  private volatile boolean open = true;

  /// @param device the device that entries seem to lie on, or [#AS_IT_IS]
  NativeHandle(int descriptor, long device) {
    this.descriptor = descriptor;
    this.device = device;
  }

  /// Returns the device that entries seem to lie on, or [#AS_IT_IS].
  final long device() {
    return device;
  }

  /// Returns the attributes that [#statx] left in the scratch's structure.
  final FileStat decoded(Scratch scratch) {
    FileStat stat = FileStat.decode(scratch.structure());
    return device == AS_IT_IS ? stat : stat.seenOn(device);
  }

  /// Closes a descriptor that no handle owns yet.
  static void closeQuietly(Scratch scratch, int descriptor) {
    long ignored = Kernel.call(scratch, Call.CLOSE, descriptor, 0);
    assert ignored != -Errno.EBADF.number() : "closed a descriptor twice: " + descriptor;
  }

  /// Asks for the attributes of `name` in the directory, or of the descriptor itself if it is
  /// empty; 0 or the negated errno. The answer is in the scratch's structure.
  static long statx(Scratch scratch, int descriptor, ByteString name) throws LinuxException {
    int flags = Kernel.AT_SYMLINK_NOFOLLOW | Kernel.AT_NO_AUTOMOUNT;
    return Kernel.call(
        scratch,
        Call.STATX,
        descriptor,
        scratch.path(name),
        name.isEmpty() ? flags | Kernel.AT_EMPTY_PATH : flags,
        FileStat.STATX_MASK,
        scratch.structureAddress());
  }

  /// Stores the two times `utimensat` takes: the access time left alone, the given one; returns
  /// their address.
  static long times(Scratch scratch, long seconds, int nanos) {
    scratch
        .structure()
        .putLong(0, 0)
        .putLong(8, UTIME_OMIT)
        .putLong(16, seconds)
        .putLong(24, nanos);
    return scratch.structureAddress();
  }

  /// Makes a call of at most four arguments on this descriptor.
  final long own(Call call, long b, long c, long d) throws LinuxException {
    long result = Kernel.call(Scratch.current(), call, descriptor(), b, c, d);
    return Kernel.check(result, call, ByteString.EMPTY);
  }

  @Override
  public final FileStat stat() throws IOException {
    Scratch scratch = Scratch.current();
    Kernel.check(statx(scratch, descriptor(), ByteString.EMPTY), Call.STATX, ByteString.EMPTY);
    return decoded(scratch);
  }

  @Override
  public final SortedMap<ByteString, ByteString> ownXattrs() throws IOException {
    return Xattrs.read(descriptor(), ByteString.EMPTY);
  }

  @Override
  public final void setOwnMode(int mode) throws IOException {
    own(Call.FCHMOD, mode, 0, 0);
  }

  @Override
  public final void setOwnOwner(long uid, long gid) throws IOException {
    own(Call.FCHOWN, uid, gid, 0);
  }

  @Override
  public final void setOwnTimes(long seconds, int nanos) throws IOException {
    own(Call.UTIMENSAT, 0, times(Scratch.current(), seconds, nanos), 0);
  }

  @Override
  public final void setOwnXattr(ByteString attribute, ByteString value) throws IOException {
    Xattrs.set(descriptor(), ByteString.EMPTY, attribute, value);
  }

  @Override
  public final void removeOwnXattr(ByteString attribute) throws IOException {
    Xattrs.remove(descriptor(), ByteString.EMPTY, attribute);
  }

  @Override
  public final void sync() throws IOException {
    own(Call.FSYNC, 0, 0, 0);
  }

  @Override
  public final FileSystemFacts fileSystem() throws IOException {
    Scratch scratch = Scratch.current();
    own(Call.FSTATFS, scratch.structureAddress(), 0, 0);
    return FileSystemFacts.decode(scratch.structure());
  }

  @Override
  public final int descriptor() {
    if (!open) {
      throw new IllegalStateException("the handle is closed");
    }
    return descriptor;
  }

  @Override
  public final synchronized void close() {
    if (open) {
      open = false;
      closeQuietly(Scratch.current(), descriptor);
    }
  }
}
