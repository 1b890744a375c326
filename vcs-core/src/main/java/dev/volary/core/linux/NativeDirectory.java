package dev.volary.core.linux;

import dev.volary.core.io.ByteString;
import dev.volary.core.linux.Kernel.Call;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// A directory of the machine.
final class NativeDirectory extends NativeHandle implements DirectoryHandle {
  private static final int NAME_BYTES = 255;
  private static final int RENAME_NOREPLACE = 1;
  private static final long FIFREEZE = 0xC0045877L;
  private static final long FITHAW = 0xC0045878L;
  private static final int OWNER_ONLY = 0600;
  private static final int OPEN_DIRECTORY = Kernel.O_RDONLY | Kernel.O_DIRECTORY | Kernel.O_CLOEXEC;

  private static final long SNAP_CREATE_V2 = 0x50009417L;
  private static final long SNAP_DESTROY = 0x5000940FL;
  private static final int SNAP_ARGUMENTS_BYTES = 4096;
  private static final long SNAP_READ_ONLY = 2;

  private NativeDirectory(int descriptor, long device) {
    super(descriptor, device);
  }

  /// Opens a directory by an absolute path, links followed; all in it seems to lie on `device`,
  /// unless that is [#AS_IT_IS].
  static NativeDirectory openRoot(ByteString path, long device) throws LinuxException {
    Scratch scratch = Scratch.current();
    long opened =
        Kernel.call(scratch, Call.OPENAT, Kernel.AT_FDCWD, scratch.path(path), OPEN_DIRECTORY, 0);
    return new NativeDirectory((int) Kernel.check(opened, Call.OPENAT, path), device);
  }

  @Override
  public synchronized List<ByteString> names() throws IOException {
    own(Call.LSEEK, 0, 0, 0);
    Scratch scratch = Scratch.current();
    List<ByteString> names = new ArrayList<>();
    while (true) {
      int size = (int) own(Call.GETDENTS64, scratch.bufferAddress(), Scratch.BUFFER_BYTES, 0);
      if (size == 0) {
        return names;
      }
      addNames(scratch.takeBuffer(size), names);
    }
  }

  /// Decodes records of `struct linux_dirent64`: inode 8, offset 8, length 2, type 1, name, NUL.
  private static void addNames(byte[] records, List<ByteString> names) {
    int at = 0;
    while (at < records.length) {
      int from = at + 19;
      int to = from;
      while (records[to] != 0) {
        to++;
      }
      int length = to - from;
      boolean selfOrParent =
          records[from] == '.' && (length == 1 || (length == 2 && records[from + 1] == '.'));
      if (!selfOrParent) {
        names.add(ByteString.of(records, from, length));
      }
      at += (records[at + 16] & 0xFF) | (records[at + 17] & 0xFF) << 8;
    }
  }

  @Override
  public FileStat stat(ByteString name) throws IOException {
    Scratch scratch = Scratch.current();
    Kernel.check(statx(scratch, descriptor(), entry(name)), Call.STATX, name);
    return decoded(scratch);
  }

  @Override
  public Optional<FileStat> statIfPresent(ByteString name) throws IOException {
    Scratch scratch = Scratch.current();
    long result = statx(scratch, descriptor(), entry(name));
    if (result == -Errno.ENOENT.number()) {
      return Optional.empty();
    }
    Kernel.check(result, Call.STATX, name);
    return Optional.of(decoded(scratch));
  }

  @Override
  public DirectoryHandle openDirectory(ByteString name) throws IOException {
    return new NativeDirectory(open(name, OPEN_DIRECTORY | Kernel.O_NOATIME, 0), device());
  }

  @Override
  public FileHandle openFile(ByteString name, OpenMode mode) throws IOException {
    // O_NONBLOCK: a fifo that took the file's place must not hold us up.
    int flags = Kernel.O_CLOEXEC | Kernel.O_NONBLOCK;
    int descriptor =
        switch (mode) {
          case READ -> open(name, flags | Kernel.O_RDONLY | Kernel.O_NOATIME, 0);
          case WRITE -> open(name, flags | Kernel.O_RDWR | Kernel.O_NOATIME, 0);
          case CREATE ->
              open(name, flags | Kernel.O_RDWR | Kernel.O_CREAT | Kernel.O_EXCL, OWNER_ONLY);
        };
    return regular(descriptor, name);
  }

  private FileHandle regular(int descriptor, ByteString name) throws IOException {
    NativeFile file = new NativeFile(descriptor, device());
    try {
      FileType type = file.stat().type();
      if (type == FileType.REGULAR) {
        return file;
      }
      throw new LinuxException(
          "openat", name.toString(), type == FileType.DIRECTORY ? Errno.EISDIR : Errno.EINVAL);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  @Override
  public FileHandle openUnnamed() throws IOException {
    Scratch scratch = Scratch.current();
    long path = scratch.path(ByteString.utf8("."));
    int flags = Kernel.O_TMPFILE | Kernel.O_RDWR | Kernel.O_CLOEXEC;
    long opened = Kernel.call(scratch, Call.OPENAT, descriptor(), path, flags, OWNER_ONLY);
    return new NativeFile((int) Kernel.check(opened, Call.OPENAT, ByteString.EMPTY), device());
  }

  @Override
  public void linkUnnamed(FileHandle file, ByteString name) throws IOException {
    Scratch scratch = Scratch.current();
    // AT_EMPTY_PATH would need CAP_DAC_READ_SEARCH; the way through /proc does not.
    long from = scratch.descriptorPath(file.descriptor(), ByteString.EMPTY);
    long to = scratch.otherPath(entry(name));
    int flags = Kernel.AT_SYMLINK_FOLLOW;
    Kernel.check(
        Kernel.call(scratch, Call.LINKAT, Kernel.AT_FDCWD, from, descriptor(), to, flags),
        Call.LINKAT,
        name);
  }

  /// Opens an entry, without touching its access time where its owner asks and without that wish
  /// where another does.
  private int open(ByteString name, int flags, int mode) throws IOException {
    Scratch scratch = Scratch.current();
    long path = scratch.path(entry(name));
    long all = flags | Kernel.O_NOFOLLOW;
    long opened = Kernel.call(scratch, Call.OPENAT, descriptor(), path, all, mode);
    if (opened == -Errno.EPERM.number() && (flags & Kernel.O_NOATIME) != 0) {
      long plain = all & ~Kernel.O_NOATIME;
      opened = Kernel.call(scratch, Call.OPENAT, descriptor(), path, plain, mode);
    }
    return (int) Kernel.check(opened, Call.OPENAT, name);
  }

  @Override
  public ByteString readLink(ByteString name) throws IOException {
    Scratch scratch = Scratch.current();
    long size = at(Call.READLINKAT, name, scratch.bufferAddress(), Scratch.PATH_BYTES);
    return ByteString.of(scratch.takeBuffer(size));
  }

  @Override
  public SortedMap<ByteString, ByteString> xattrs(ByteString name) throws IOException {
    return Xattrs.read(descriptor(), entry(name));
  }

  @Override
  public void makeDirectory(ByteString name, int mode) throws IOException {
    at(Call.MKDIRAT, name, mode & 0777, 0);
    setMode(name, mode); // what the umask took away, and the set-id and sticky bits
  }

  @Override
  public void makeSymlink(ByteString name, ByteString target) throws IOException {
    Scratch scratch = Scratch.current();
    long text = scratch.path(target);
    long path = scratch.otherPath(entry(name));
    Kernel.check(
        Kernel.call(scratch, Call.SYMLINKAT, text, descriptor(), path, 0), Call.SYMLINKAT, name);
  }

  @Override
  public void makeNode(ByteString name, FileType type, int mode, DeviceNumber device)
      throws IOException {
    switch (type) {
      case FIFO, SOCKET, CHAR_DEVICE, BLOCK_DEVICE ->
          at(Call.MKNODAT, name, type.bits() | (mode & 0777), device.encoded());
      case REGULAR, DIRECTORY, SYMLINK -> throw new IllegalArgumentException("a node of " + type);
    }
    setMode(name, mode);
  }

  @Override
  public void link(DirectoryHandle fromDirectory, ByteString fromName, ByteString name)
      throws IOException {
    Scratch scratch = Scratch.current();
    long from = scratch.path(entry(fromName));
    long to = scratch.otherPath(entry(name));
    Kernel.check(
        Kernel.call(scratch, Call.LINKAT, fromDirectory.descriptor(), from, descriptor(), to),
        Call.LINKAT,
        name);
  }

  @Override
  public void rename(ByteString from, DirectoryHandle toDirectory, ByteString to, boolean noReplace)
      throws IOException {
    Scratch scratch = Scratch.current();
    long old = scratch.path(entry(from));
    long fresh = scratch.otherPath(entry(to));
    long flags = noReplace ? RENAME_NOREPLACE : 0;
    Kernel.check(
        Kernel.call(
            scratch, Call.RENAMEAT2, descriptor(), old, toDirectory.descriptor(), fresh, flags),
        Call.RENAMEAT2,
        from);
  }

  @Override
  public void remove(ByteString name) throws IOException {
    at(Call.UNLINKAT, name, 0, 0);
  }

  @Override
  public void removeDirectory(ByteString name) throws IOException {
    at(Call.UNLINKAT, name, Kernel.AT_REMOVEDIR, 0);
  }

  @Override
  public void setMode(ByteString name, int mode) throws IOException {
    Scratch scratch = Scratch.current();
    long path = scratch.path(entry(name));
    int flags = Kernel.AT_SYMLINK_NOFOLLOW;
    long result = Kernel.call(scratch, Call.FCHMODAT2, descriptor(), path, mode, flags);
    if (result == -Errno.ENOSYS.number() || result == -Errno.EPERM.number()) {
      setModeByDescriptor(name, mode); // before Linux 6.6, or filtered in a container
    } else {
      Kernel.check(result, Call.FCHMODAT2, name);
    }
  }

  /// Sets the mode the old way: pins the entry, looks what it is, reaches it through `/proc`.
  void setModeByDescriptor(ByteString name, int mode) throws IOException {
    int path = Kernel.O_PATH | Kernel.O_CLOEXEC;
    try (NativeFile pinned = new NativeFile(open(name, path, 0), AS_IT_IS)) {
      if (pinned.stat().isSymlink()) {
        throw new LinuxException("fchmodat", name.toString(), Errno.EOPNOTSUPP);
      }
      Scratch scratch = Scratch.current();
      long way = scratch.descriptorPath(pinned.descriptor(), ByteString.EMPTY);
      Kernel.check(
          Kernel.call(scratch, Call.FCHMODAT, Kernel.AT_FDCWD, way, mode, 0), Call.FCHMODAT, name);
    }
  }

  @Override
  public void setOwner(ByteString name, long uid, long gid) throws IOException {
    Scratch scratch = Scratch.current();
    long path = scratch.path(entry(name));
    int flags = Kernel.AT_SYMLINK_NOFOLLOW;
    Kernel.check(
        Kernel.call(scratch, Call.FCHOWNAT, descriptor(), path, uid, gid, flags),
        Call.FCHOWNAT,
        name);
  }

  @Override
  public void setTimes(ByteString name, long seconds, int nanos) throws IOException {
    long times = times(Scratch.current(), seconds, nanos);
    at(Call.UTIMENSAT, name, times, Kernel.AT_SYMLINK_NOFOLLOW);
  }

  @Override
  public void setXattr(ByteString name, ByteString attribute, ByteString value) throws IOException {
    Xattrs.set(descriptor(), entry(name), attribute, value);
  }

  @Override
  public void removeXattr(ByteString name, ByteString attribute) throws IOException {
    Xattrs.remove(descriptor(), entry(name), attribute);
  }

  @Override
  public void syncFileSystem() throws IOException {
    own(Call.SYNCFS, 0, 0, 0);
  }

  @Override
  public void freeze() throws IOException {
    own(Call.IOCTL, FIFREEZE, 0, 0);
  }

  @Override
  public void thaw() throws IOException {
    own(Call.IOCTL, FITHAW, 0, 0);
  }

  /// `struct btrfs_ioctl_vol_args_v2` of `linux/btrfs.h`: descriptor 8, transaction 8, flags 8,
  /// unused 32, name.
  @Override
  public void makeSnapshot(ByteString name, DirectoryHandle subvolume) throws IOException {
    byte[] arguments = new byte[SNAP_ARGUMENTS_BYTES];
    ByteBuffer.wrap(arguments)
        .order(ByteOrder.nativeOrder())
        .putLong(0, subvolume.descriptor())
        .putLong(16, SNAP_READ_ONLY);
    entry(name).copyTo(arguments, 56);
    overSubvolume(SNAP_CREATE_V2, name, arguments);
  }

  /// `struct btrfs_ioctl_vol_args`: descriptor 8, name.
  @Override
  public void removeSubvolume(ByteString name) throws IOException {
    byte[] arguments = new byte[SNAP_ARGUMENTS_BYTES];
    entry(name).copyTo(arguments, 8);
    overSubvolume(SNAP_DESTROY, name, arguments);
  }

  private void overSubvolume(long request, ByteString name, byte[] arguments) throws IOException {
    Scratch scratch = Scratch.current();
    scratch.fillBuffer(arguments, 0, arguments.length);
    long result =
        Kernel.call(scratch, Call.IOCTL, descriptor(), request, scratch.bufferAddress(), 0);
    Kernel.check(result, Call.IOCTL, name);
  }

  /// Makes a call whose first arguments are this directory and an entry's name.
  private long at(Call call, ByteString name, long c, long d) throws LinuxException {
    Scratch scratch = Scratch.current();
    long path = scratch.path(entry(name));
    return Kernel.check(Kernel.call(scratch, call, descriptor(), path, c, d), call, name);
  }

  /// Returns `name`, or refuses what would reach out of this directory.
  private static ByteString entry(ByteString name) {
    int size = name.size();
    boolean dots = size <= 2 && size > 0 && name.byteAt(0) == '.' && name.byteAt(size - 1) == '.';
    if (size == 0 || size > NAME_BYTES || dots || name.indexOf((byte) '/', 0) >= 0) {
      throw new IllegalArgumentException("no name of an entry: '" + name + "'");
    }
    return name;
  }
}
