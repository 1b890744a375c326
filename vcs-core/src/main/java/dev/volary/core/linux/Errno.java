package dev.volary.core.linux;

import java.util.Arrays;

/// The reasons why the kernel refuses a call, as far as this project tells them apart.
public enum Errno {
  /// Not permitted.
  EPERM(1, "not permitted"),
  /// No such entry.
  ENOENT(2, "no such entry"),
  /// No such process.
  ESRCH(3, "no such process"),
  /// Interrupted.
  EINTR(4, "interrupted"),
  /// Input/output error.
  EIO(5, "input/output error"),
  /// No such device.
  ENXIO(6, "no such device"),
  /// Not open for this.
  EBADF(9, "not open for this"),
  /// Would have to wait.
  EAGAIN(11, "would have to wait"),
  /// Permission denied.
  EACCES(13, "permission denied"),
  /// In use.
  EBUSY(16, "in use"),
  /// Already exists.
  EEXIST(17, "already exists"),
  /// Lies on another mount.
  EXDEV(18, "lies on another mount"),
  /// No such device.
  ENODEV(19, "no such device"),
  /// Not a directory.
  ENOTDIR(20, "not a directory"),
  /// Is a directory.
  EISDIR(21, "is a directory"),
  /// Invalid argument.
  EINVAL(22, "invalid argument"),
  /// Too many open files in the system.
  ENFILE(23, "too many open files in the system"),
  /// Too many open files.
  EMFILE(24, "too many open files"),
  /// Not supported by this file system.
  ENOTTY(25, "not supported by this file system"),
  /// Is being executed.
  ETXTBSY(26, "is being executed"),
  /// File too large.
  EFBIG(27, "file too large"),
  /// No space left.
  ENOSPC(28, "no space left"),
  /// Read-only file system.
  EROFS(30, "read-only file system"),
  /// Too many links.
  EMLINK(31, "too many links"),
  /// Does not fit the buffer.
  ERANGE(34, "does not fit the buffer"),
  /// Name too long.
  ENAMETOOLONG(36, "name too long"),
  /// Not known to this kernel.
  ENOSYS(38, "not known to this kernel"),
  /// Directory not empty.
  ENOTEMPTY(39, "directory not empty"),
  /// Is a symbolic link.
  ELOOP(40, "is a symbolic link"),
  /// No such attribute.
  ENODATA(61, "no such attribute"),
  /// Value too large.
  EOVERFLOW(75, "value too large"),
  /// Not supported.
  EOPNOTSUPP(95, "not supported"),
  /// Stale handle.
  ESTALE(116, "stale handle"),
  /// Quota exceeded.
  EDQUOT(122, "quota exceeded"),
  /// Any other reason; [LinuxException#errno] has its number.
  OTHER(0, "failed");

  private static final Errno[] BY_NUMBER = byNumber();

  private final int number;
  private final String text;

  Errno(int number, String text) {
    this.number = number;
    this.text = text;
  }

  /// Returns the kernel's number on x86-64 and AArch64; 0 for [#OTHER].
  public int number() {
    return number;
  }

  /// Returns the reason in words.
  public String text() {
    return text;
  }

  /// Returns the reason with this number, [#OTHER] if it is not listed.
  static Errno of(int number) {
    return number > 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : OTHER;
  }

  private static Errno[] byNumber() {
    Errno[] table = new Errno[EDQUOT.number + 1];
    Arrays.fill(table, OTHER);
    for (Errno errno : values()) {
      table[errno.number] = errno;
    }
    return table;
  }
}
