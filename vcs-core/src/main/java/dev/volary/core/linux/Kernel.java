package dev.volary.core.linux;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.io.ByteString;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;

/// The one way into the kernel: libc's `syscall`, bound once.
///
/// One downcall handle for all calls instead of one each: binding one costs milliseconds, which a
/// short command must not pay fifty times. The numbers are those of the kernel's own tables
/// (`syscall_64.tbl`, `asm-generic/unistd.h`); the structures used are the same on both machines.
final class Kernel {
  /// A system call and its numbers on x86-64 and AArch64.
  enum Call {
    CLOSE(3, 57),
    LSEEK(8, 62),
    IOCTL(16, 29),
    PREAD64(17, 67),
    PWRITE64(18, 68),
    KILL(62, 129),
    FCNTL(72, 25),
    FSYNC(74, 82),
    FDATASYNC(75, 83),
    FTRUNCATE(77, 46),
    FCHMOD(91, 52),
    FCHOWN(93, 55),
    SETSID(112, 157),
    STATFS(137, 43),
    FSTATFS(138, 44),
    MOUNT(165, 40),
    UMOUNT2(166, 39),
    SETXATTR(188, 5),
    LSETXATTR(189, 6),
    FSETXATTR(190, 7),
    LGETXATTR(192, 9),
    FGETXATTR(193, 10),
    LLISTXATTR(195, 12),
    FLISTXATTR(196, 13),
    LREMOVEXATTR(198, 15),
    FREMOVEXATTR(199, 16),
    GETDENTS64(217, 61),
    OPENAT(257, 56),
    MKDIRAT(258, 34),
    MKNODAT(259, 33),
    FCHOWNAT(260, 54),
    UNLINKAT(263, 35),
    LINKAT(265, 37),
    SYMLINKAT(266, 36),
    READLINKAT(267, 78),
    FCHMODAT(268, 53),
    SYNC_FILE_RANGE(277, 84),
    UTIMENSAT(280, 88),
    FALLOCATE(285, 47),
    DUP3(292, 24),
    SYNCFS(306, 267),
    RENAMEAT2(316, 276),
    STATX(332, 291),
    FCHMODAT2(452, 452);

    private final int number;

    Call(int x86, int arm) {
      this.number = ARM ? arm : x86;
    }

    /// Returns the name as in the manual.
    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static final int AT_FDCWD = -100;
  static final int AT_SYMLINK_NOFOLLOW = 0x100;
  static final int AT_REMOVEDIR = 0x200;
  static final int AT_SYMLINK_FOLLOW = 0x400;
  static final int AT_NO_AUTOMOUNT = 0x800;
  static final int AT_EMPTY_PATH = 0x1000;

  static final int O_RDONLY = 0;
  static final int O_RDWR = 2;
  static final int O_CREAT = 0x40;
  static final int O_EXCL = 0x80;
  static final int O_NONBLOCK = 0x800;
  static final int O_NOATIME = 0x40000;
  static final int O_CLOEXEC = 0x80000;
  static final int O_PATH = 0x200000;
  static final int O_DIRECTORY = arm() ? 0x4000 : 0x10000;
  static final int O_NOFOLLOW = arm() ? 0x8000 : 0x20000;
  static final int O_TMPFILE = 0x400000 | O_DIRECTORY;

  private static final boolean ARM = arm();
  private static final MethodHandle SYSCALL = bind();

  private Kernel() {}

  /// Calls the kernel; returns its result, or the negated errno.
  ///
  /// An interrupted call is made again, but for `close`, which has closed by then. Addresses are
  /// passed as numbers: whoever calls keeps the memory reachable meanwhile.
  static long call(Scratch scratch, Call call, long a, long b, long c, long d, long e) {
    try {
      while (true) {
        long result =
            (long) SYSCALL.invokeExact(scratch.state(), (long) call.number, a, b, c, d, e);
        if (result != -1) {
          return result;
        }
        int errno = scratch.lastErrno();
        if (errno != Errno.EINTR.number() || call == Call.CLOSE) {
          return -errno;
        }
      }
    } catch (Throwable t) {
      throw new AssertionError("a downcall does not throw", t);
    }
  }

  static long call(Scratch scratch, Call call, long a, long b, long c, long d) {
    return call(scratch, call, a, b, c, d, 0);
  }

  static long call(Scratch scratch, Call call, long a, long b) {
    return call(scratch, call, a, b, 0, 0, 0);
  }

  /// Returns `result`, or throws what it says about `call` on `name`.
  static long check(long result, Call call, ByteString name) throws LinuxException {
    if (result < 0) {
      throw new LinuxException(call.label(), name.toString(), (int) -result);
    }
    return result;
  }

  private static boolean arm() {
    return System.getProperty("os.arch").equals("aarch64");
  }

  @SuppressWarnings("restricted") // this package is the one allowed to call native code
  private static MethodHandle bind() {
    String machine = System.getProperty("os.arch");
    if (!System.getProperty("os.name").equals("Linux")
        || !(machine.equals("amd64") || machine.equals("aarch64"))) {
      throw new VolaryException(
          Fault.FAILED,
          "Volary needs Linux on x86-64 or AArch64, not "
              + System.getProperty("os.name")
              + " on "
              + machine);
    }
    Linker linker = Linker.nativeLinker();
    MemorySegment address = linker.defaultLookup().findOrThrow("syscall");
    ValueLayout.OfLong word = ValueLayout.JAVA_LONG;
    return linker.downcallHandle(
        address,
        FunctionDescriptor.of(word, word, word, word, word, word, word),
        Linker.Option.firstVariadicArg(1),
        Linker.Option.captureCallState("errno"));
  }
}
