package dev.volary.core.linux.memory;

import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DeviceNumber;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.Errno;
import dev.volary.core.linux.FileHandle;
import dev.volary.core.linux.FileStat;
import dev.volary.core.linux.FileType;
import dev.volary.core.linux.LinuxException;
import dev.volary.core.linux.OpenMode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// An open directory in memory.
final class MemoryDirectory extends MemoryHandle implements DirectoryHandle {
  MemoryDirectory(MemoryVolume volume, Inode inode) {
    super(volume, inode);
  }

  /// Begins a call on an entry that must be there.
  Inode child(String call, ByteString name) throws IOException {
    NameRules.requireEntryName(name);
    inode();
    volume.begin(call, name);
    Inode child = inode().children.get(name);
    if (child == null) {
      throw new LinuxException(call, name.toString(), Errno.ENOENT);
    }
    return child;
  }

  /// Begins a call that makes an entry, which must not be there.
  private void requireFree(String call, ByteString name) throws IOException {
    NameRules.requireEntryName(name);
    inode();
    volume.begin(call, name);
    if (inode().children.containsKey(name)) {
      throw new LinuxException(call, name.toString(), Errno.EEXIST);
    }
    if (inode().links == 0) {
      throw new LinuxException(call, name.toString(), Errno.ENOENT);
    }
  }

  private Inode add(ByteString name, Inode child) {
    inode().children.put(name, child);
    child.links++;
    if (child.type == FileType.DIRECTORY) {
      child.parent = inode();
    }
    volume.touch(child);
    volume.touchContent(inode());
    return child;
  }

  private void drop(ByteString name) {
    Inode gone = inode().children.remove(name);
    gone.links--;
    volume.touch(gone);
    volume.touchContent(inode());
  }

  @Override
  public List<ByteString> names() throws IOException {
    synchronized (volume) {
      return List.copyOf(own("getdents64").children.keySet()).reversed();
    }
  }

  @Override
  public FileStat stat(ByteString name) throws IOException {
    synchronized (volume) {
      return child("statx", name).stat();
    }
  }

  @Override
  public Optional<FileStat> statIfPresent(ByteString name) throws IOException {
    NameRules.requireEntryName(name);
    synchronized (volume) {
      inode();
      volume.begin("statx", name);
      return Optional.ofNullable(inode().children.get(name)).map(Inode::stat);
    }
  }

  @Override
  public DirectoryHandle openDirectory(ByteString name) throws IOException {
    synchronized (volume) {
      Inode child = child("openat", name);
      if (child.type != FileType.DIRECTORY) {
        throw new LinuxException("openat", name.toString(), Errno.ENOTDIR);
      }
      return new MemoryDirectory(volume, child);
    }
  }

  @Override
  public FileHandle openFile(ByteString name, OpenMode mode) throws IOException {
    synchronized (volume) {
      if (mode == OpenMode.CREATE) {
        requireFree("openat", name);
        Inode made = volume.inode(FileType.REGULAR, 0600, inode().dev);
        return new MemoryFile(volume, add(name, made), true);
      }
      Inode child = child("openat", name);
      return switch (child.type) {
        case REGULAR -> new MemoryFile(volume, child, mode == OpenMode.WRITE);
        case SYMLINK -> throw new LinuxException("openat", name.toString(), Errno.ELOOP);
        case DIRECTORY -> throw new LinuxException("openat", name.toString(), Errno.EISDIR);
        case CHAR_DEVICE, BLOCK_DEVICE, FIFO, SOCKET ->
            throw new LinuxException("openat", name.toString(), Errno.ENXIO);
      };
    }
  }

  @Override
  public FileHandle openUnnamed() throws IOException {
    synchronized (volume) {
      Inode made = volume.inode(FileType.REGULAR, 0600, own("openat").dev);
      return new MemoryFile(volume, made, true);
    }
  }

  @Override
  public void linkUnnamed(FileHandle file, ByteString name) throws IOException {
    synchronized (volume) {
      requireFree("linkat", name);
      add(name, ((MemoryFile) file).inode());
    }
  }

  @Override
  public ByteString readLink(ByteString name) throws IOException {
    synchronized (volume) {
      Inode child = child("readlinkat", name);
      if (child.type != FileType.SYMLINK) {
        throw new LinuxException("readlinkat", name.toString(), Errno.EINVAL);
      }
      return child.target;
    }
  }

  @Override
  public SortedMap<ByteString, ByteString> xattrs(ByteString name) throws IOException {
    synchronized (volume) {
      return readXattrs(child("llistxattr", name));
    }
  }

  @Override
  public void makeDirectory(ByteString name, int mode) throws IOException {
    synchronized (volume) {
      requireFree("mkdirat", name);
      add(name, volume.inode(FileType.DIRECTORY, mode, inode().dev));
    }
  }

  @Override
  public void makeSymlink(ByteString name, ByteString target) throws IOException {
    synchronized (volume) {
      requireFree("symlinkat", name);
      Inode made = volume.inode(FileType.SYMLINK, 0777, inode().dev);
      made.target = target;
      add(name, made);
    }
  }

  @Override
  public void makeNode(ByteString name, FileType type, int mode, DeviceNumber device)
      throws IOException {
    synchronized (volume) {
      requireFree("mknodat", name);
      Inode made = volume.inode(type, mode, inode().dev);
      switch (type) {
        case FIFO, SOCKET -> {}
        case CHAR_DEVICE, BLOCK_DEVICE -> made.device = device;
        case REGULAR, DIRECTORY, SYMLINK -> throw new IllegalArgumentException("a node of " + type);
      }
      if (!device.equals(DeviceNumber.NONE) && !volume.hasPrivileges()) {
        throw new LinuxException("mknodat", name.toString(), Errno.EPERM);
      }
      add(name, made);
    }
  }

  @Override
  public void link(DirectoryHandle fromDirectory, ByteString fromName, ByteString name)
      throws IOException {
    synchronized (volume) {
      requireFree("linkat", name);
      MemoryDirectory from = (MemoryDirectory) fromDirectory;
      Inode linked = from.require(fromName, "linkat");
      if (linked.dev != inode().dev || from.volume != volume) {
        throw new LinuxException("linkat", name.toString(), Errno.EXDEV);
      }
      if (linked.type == FileType.DIRECTORY) {
        throw new LinuxException("linkat", name.toString(), Errno.EPERM);
      }
      add(name, linked);
    }
  }

  @Override
  public void rename(ByteString from, DirectoryHandle toDirectory, ByteString to, boolean noReplace)
      throws IOException {
    synchronized (volume) {
      Inode moved = child("renameat2", from);
      MemoryDirectory target = (MemoryDirectory) toDirectory;
      NameRules.requireEntryName(to);
      if (moved.dev != target.inode().dev || target.volume != volume) {
        throw new LinuxException("renameat2", from.toString(), Errno.EXDEV);
      }
      Inode old = target.inode().children.get(to);
      NameRules.requireReplaceable(from, moved, old, noReplace);
      if (moved.type == FileType.DIRECTORY && moved.holds(target.inode())) {
        throw new LinuxException("renameat2", from.toString(), Errno.EINVAL);
      }
      if (old == moved) {
        return; // two names of one inode: the kernel leaves both
      }
      if (old != null) {
        target.drop(to);
      }
      drop(from);
      target.add(to, moved);
    }
  }

  private Inode require(ByteString name, String call) throws LinuxException {
    NameRules.requireEntryName(name);
    Inode found = inode().children.get(name);
    if (found == null) {
      throw new LinuxException(call, name.toString(), Errno.ENOENT);
    }
    return found;
  }

  @Override
  public void remove(ByteString name) throws IOException {
    synchronized (volume) {
      if (child("unlinkat", name).type == FileType.DIRECTORY) {
        throw new LinuxException("unlinkat", name.toString(), Errno.EISDIR);
      }
      drop(name);
    }
  }

  @Override
  public void removeDirectory(ByteString name) throws IOException {
    synchronized (volume) {
      Inode child = child("unlinkat", name);
      if (child.type != FileType.DIRECTORY) {
        throw new LinuxException("unlinkat", name.toString(), Errno.ENOTDIR);
      }
      if (child.mountRoot) {
        throw new LinuxException("unlinkat", name.toString(), Errno.EBUSY);
      }
      if (!child.children.isEmpty()) {
        throw new LinuxException("unlinkat", name.toString(), Errno.ENOTEMPTY);
      }
      drop(name);
    }
  }

  @Override
  public void setMode(ByteString name, int mode) throws IOException {
    synchronized (volume) {
      changeMode(child("fchmodat2", name), name, mode);
    }
  }

  @Override
  public void setOwner(ByteString name, long uid, long gid) throws IOException {
    synchronized (volume) {
      changeOwner(child("fchownat", name), name, uid, gid);
    }
  }

  @Override
  public void setTimes(ByteString name, long seconds, int nanos) throws IOException {
    synchronized (volume) {
      changeTimes(child("utimensat", name), seconds, nanos);
    }
  }

  @Override
  public void setXattr(ByteString name, ByteString attribute, ByteString value) throws IOException {
    synchronized (volume) {
      changeXattr(child("lsetxattr", name), name, attribute, value);
    }
  }

  @Override
  public void removeXattr(ByteString name, ByteString attribute) throws IOException {
    synchronized (volume) {
      dropXattr(child("lremovexattr", name), name, attribute);
    }
  }

  @Override
  public void syncFileSystem() throws IOException {
    synchronized (volume) {
      own("syncfs");
    }
  }

  @Override
  public void freeze() throws IOException {
    synchronized (volume) {
      own("ioctl");
      volume.frozen(true);
    }
  }

  @Override
  public void thaw() throws IOException {
    synchronized (volume) {
      own("ioctl");
      volume.frozen(false);
    }
  }
}
