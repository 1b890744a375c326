package dev.volary.core.linux.memory;

import dev.volary.core.io.ByteString;
import dev.volary.core.linux.Errno;
import dev.volary.core.linux.FileStat;
import dev.volary.core.linux.FileSystemFacts;
import dev.volary.core.linux.FileType;
import dev.volary.core.linux.Handle;
import dev.volary.core.linux.LinuxException;
import java.io.IOException;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// An open inode and what can be done with any of them.
abstract sealed class MemoryHandle implements Handle permits MemoryDirectory, MemoryFile {
  private static final ByteString TRUSTED = ByteString.utf8("trusted.");
  private static final ByteString SECURITY = ByteString.utf8("security.");
  private static final ByteString USER = ByteString.utf8("user.");

  final MemoryVolume volume;
  private final Inode inode;
  private volatile boolean open = true;

  MemoryHandle(MemoryVolume volume, Inode inode) {
    this.volume = volume;
    this.inode = inode;
  }

  final Inode inode() {
    if (!open) {
      throw new IllegalStateException("the handle is closed");
    }
    return inode;
  }

  /// Begins a call on this handle itself; returns its inode.
  final Inode own(String call) throws IOException {
    Inode own = inode();
    volume.begin(call, ByteString.EMPTY);
    return own;
  }

  final SortedMap<ByteString, ByteString> readXattrs(Inode of) {
    SortedMap<ByteString, ByteString> seen = new TreeMap<>(of.xattrs);
    if (!volume.hasPrivileges()) {
      seen.keySet().removeIf(name -> name.startsWith(TRUSTED));
    }
    return Collections.unmodifiableSortedMap(seen);
  }

  final void changeMode(Inode of, ByteString name, int mode) throws LinuxException {
    if (of.type == FileType.SYMLINK) {
      throw new LinuxException("fchmodat2", name.toString(), Errno.EOPNOTSUPP);
    }
    of.mode = mode & 07777;
    volume.touch(of);
  }

  final void changeOwner(Inode of, ByteString name, long uid, long gid) throws LinuxException {
    if (!volume.hasPrivileges() && (uid != of.uid || gid != of.gid)) {
      throw new LinuxException("fchownat", name.toString(), Errno.EPERM);
    }
    of.uid = uid;
    of.gid = gid;
    if (of.type == FileType.REGULAR) {
      of.mode &= 01777;
      of.xattrs.remove(ByteString.utf8("security.capability"));
    }
    volume.touch(of);
  }

  final void changeTimes(Inode of, long seconds, int nanos) {
    of.mtime = seconds * MemoryVolume.SECOND + nanos;
    volume.touch(of);
  }

  final void changeXattr(Inode of, ByteString name, ByteString attribute, ByteString value)
      throws LinuxException {
    requireMayChange("setxattr", of, name, attribute);
    of.xattrs.put(attribute, value);
    volume.touch(of);
  }

  final void dropXattr(Inode of, ByteString name, ByteString attribute) throws LinuxException {
    requireMayChange("removexattr", of, name, attribute);
    if (of.xattrs.remove(attribute) == null) {
      throw new LinuxException("removexattr", name.toString(), Errno.ENODATA);
    }
    volume.touch(of);
  }

  private void requireMayChange(String call, Inode of, ByteString name, ByteString attribute)
      throws LinuxException {
    boolean plain = of.type == FileType.REGULAR || of.type == FileType.DIRECTORY;
    boolean guarded = attribute.startsWith(TRUSTED) || attribute.startsWith(SECURITY);
    if ((attribute.startsWith(USER) && !plain) || (guarded && !volume.hasPrivileges())) {
      throw new LinuxException(call, name.toString(), Errno.EPERM);
    }
    if (attribute.indexOf((byte) '.', 0) < 0) {
      throw new LinuxException(call, name.toString(), Errno.EOPNOTSUPP);
    }
  }

  @Override
  public final FileStat stat() throws IOException {
    synchronized (volume) {
      return own("statx").stat();
    }
  }

  @Override
  public final SortedMap<ByteString, ByteString> ownXattrs() throws IOException {
    synchronized (volume) {
      return readXattrs(own("flistxattr"));
    }
  }

  @Override
  public final void setOwnMode(int mode) throws IOException {
    synchronized (volume) {
      changeMode(own("fchmod"), ByteString.EMPTY, mode);
    }
  }

  @Override
  public final void setOwnOwner(long uid, long gid) throws IOException {
    synchronized (volume) {
      changeOwner(own("fchown"), ByteString.EMPTY, uid, gid);
    }
  }

  @Override
  public final void setOwnTimes(long seconds, int nanos) throws IOException {
    synchronized (volume) {
      changeTimes(own("utimensat"), seconds, nanos);
    }
  }

  @Override
  public final void setOwnXattr(ByteString attribute, ByteString value) throws IOException {
    synchronized (volume) {
      changeXattr(own("fsetxattr"), ByteString.EMPTY, attribute, value);
    }
  }

  @Override
  public final void removeOwnXattr(ByteString attribute) throws IOException {
    synchronized (volume) {
      dropXattr(own("fremovexattr"), ByteString.EMPTY, attribute);
    }
  }

  @Override
  public final void sync() throws IOException {
    synchronized (volume) {
      own("fsync").pagesDirty = false;
    }
  }

  @Override
  public final FileSystemFacts fileSystem() throws IOException {
    synchronized (volume) {
      return volume.facts(own("fstatfs").dev);
    }
  }

  /// Returns the inode's number: there are no descriptors here.
  @Override
  public final int descriptor() {
    return (int) inode().number;
  }

  @Override
  public final void close() {
    open = false;
  }
}
