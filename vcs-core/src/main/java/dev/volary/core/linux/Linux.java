package dev.volary.core.linux;

import dev.volary.core.io.ByteString;
import dev.volary.core.linux.Kernel.Call;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The door to the machine: directories by absolute path, and facts about the process and the host.
public final class Linux {
  /// A privilege that root has and a container may lack.
  public enum Capability {
    /// Give files away.
    CHOWN(0),
    /// Pass permission checks.
    DAC_OVERRIDE(1),
    /// Read any file and directory.
    DAC_READ_SEARCH(2),
    /// Act on files as their owner.
    FOWNER(3),
    /// Keep set-id bits.
    FSETID(4),
    /// Signal other users' processes.
    KILL(5),
    /// Freeze file systems, use `trusted.*` attributes, mount.
    SYS_ADMIN(21),
    /// Make device nodes.
    MKNOD(27),
    /// Give capabilities to files.
    SETFCAP(31);

    private final int bit;

    Capability(int bit) {
      this.bit = bit;
    }
  }

  private static final int CAPABILITY_VERSION_3 = 0x20080522;
  private static final long TCGETS = 0x5401;
  private static final long TIOCGWINSZ = 0x5413;

  private Linux() {}

  /// Opens the directory at `absolutePath`, symbolic links followed.
  public static DirectoryHandle openRoot(ByteString absolutePath) throws IOException {
    requireAbsolute(absolutePath);
    return NativeDirectory.openRoot(absolutePath);
  }

  /// Returns `absolutePath` with all symbolic links resolved; the entry must exist.
  public static ByteString realPath(ByteString absolutePath) throws IOException {
    requireAbsolute(absolutePath);
    Scratch scratch = Scratch.current();
    long path = scratch.path(absolutePath);
    int flags = Kernel.O_PATH | Kernel.O_CLOEXEC;
    long opened = Kernel.call(scratch, Call.OPENAT, Kernel.AT_FDCWD, path, flags, 0);
    int descriptor = (int) Kernel.check(opened, Call.OPENAT, absolutePath);
    try {
      long link = scratch.descriptorPath(descriptor, ByteString.EMPTY);
      MemorySegment buffer = scratch.buffer();
      long size =
          Kernel.call(
              scratch,
              Call.READLINKAT,
              Kernel.AT_FDCWD,
              link,
              buffer.address(),
              Scratch.PATH_BYTES);
      Kernel.check(size, Call.READLINKAT, absolutePath);
      return ByteString.of(buffer.asSlice(0, size).toArray(ValueLayout.JAVA_BYTE));
    } finally {
      NativeHandle.closeQuietly(scratch, descriptor);
    }
  }

  /// Returns the bytes of the absolute form of `path`, exact in every locale.
  ///
  /// [Path#toString] decodes by the locale and loses what it can't; the path's URI does not.
  public static ByteString bytes(Path path) {
    String raw = path.toAbsolutePath().toUri().getRawPath();
    ByteArrayOutputStream out = new ByteArrayOutputStream(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      if (raw.charAt(i) == '%') {
        out.write(Integer.parseInt(raw, i + 1, i + 3, 16));
        i += 2;
      } else {
        out.write(raw.charAt(i));
      }
    }
    byte[] bytes = out.toByteArray();
    int size = bytes.length > 1 && bytes[bytes.length - 1] == '/' ? bytes.length - 1 : bytes.length;
    return ByteString.of(bytes, 0, size);
  }

  /// Returns the path with exactly the bytes of `absolutePath`, in every locale.
  public static Path path(ByteString absolutePath) {
    requireAbsolute(absolutePath);
    StringBuilder raw = new StringBuilder("file://");
    for (byte b : absolutePath.bytes()) {
      if (b == '/' || (b >= '0' && b <= '9') || (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z')) {
        raw.append((char) b);
      } else {
        raw.append(String.format("%%%02X", b & 0xFF));
      }
    }
    return Path.of(URI.create(raw.toString()));
  }

  /// Returns the process's arguments from the virtual machine's own on, as they were given.
  public static List<ByteString> commandLine() throws IOException {
    byte[] raw = Files.readAllBytes(Path.of("/proc/self/cmdline"));
    List<ByteString> arguments = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] == 0) {
        arguments.add(ByteString.of(raw, from, i - from));
        from = i + 1;
      }
    }
    return List.copyOf(arguments);
  }

  /// Returns what is known about the file system of `directory`.
  public static FileSystemFacts fileSystem(DirectoryHandle directory) throws IOException {
    return directory.fileSystem();
  }

  /// Returns what is known about the file system that `path` lies on.
  public static FileSystemFacts fileSystem(Path path) throws IOException {
    Scratch scratch = Scratch.current();
    ByteString bytes = bytes(path);
    MemorySegment answer = scratch.structure();
    Kernel.check(
        Kernel.call(scratch, Call.STATFS, scratch.path(bytes), answer.address()),
        Call.STATFS,
        bytes);
    return FileSystemFacts.decode(answer);
  }

  /// Returns how many bytes an unprivileged writer can still use where `path` lies.
  public static long freeSpace(Path path) throws IOException {
    return fileSystem(path).availableBytes();
  }

  /// Writes back everything dirty on the file system of `directory`.
  public static void syncFileSystem(DirectoryHandle directory) throws IOException {
    directory.syncFileSystem();
  }

  /// Stops all writes to the file system of `directory` until [#thaw].
  public static void freeze(DirectoryHandle directory) throws IOException {
    directory.freeze();
  }

  /// Lets writes to the file system of `directory` go on.
  public static void thaw(DirectoryHandle directory) throws IOException {
    directory.thaw();
  }

  /// Returns the id of the kernel's current run.
  public static String bootId() throws IOException {
    return Files.readString(Path.of("/proc/sys/kernel/random/boot_id"), StandardCharsets.US_ASCII)
        .strip();
  }

  /// Returns this process's id.
  public static long processId() {
    return Kernel.call(Scratch.current(), Call.GETPID, 0, 0);
  }

  /// Returns the user whose rights this process has.
  public static long effectiveUser() {
    return Kernel.call(Scratch.current(), Call.GETEUID, 0, 0);
  }

  /// Tells whether this process has `capability` now.
  public static boolean hasCapability(Capability capability) {
    Scratch scratch = Scratch.current();
    MemorySegment memory = scratch.structure();
    memory.set(ValueLayout.JAVA_INT, 0, CAPABILITY_VERSION_3);
    memory.set(ValueLayout.JAVA_INT, 4, 0);
    long sets = memory.address() + 8; // two times effective, permitted, inheritable
    long result = Kernel.call(scratch, Call.CAPGET, memory.address(), sets);
    return result == 0 && (memory.get(ValueLayout.JAVA_INT, 8) >>> capability.bit & 1) != 0;
  }

  /// Tells whether there is a process (or a zombie) with this id.
  public static boolean processExists(long processId) {
    long result = Kernel.call(Scratch.current(), Call.KILL, processId, 0);
    return result == 0 || result == -Errno.EPERM.number();
  }

  /// Sends a signal to a process.
  public static void signal(long processId, int signal) throws IOException {
    if (processId <= 1) {
      throw new IllegalArgumentException("no single process has the id " + processId);
    }
    Kernel.check(
        Kernel.call(Scratch.current(), Call.KILL, processId, signal),
        Call.KILL,
        ByteString.utf8(Long.toString(processId)));
  }

  /// Moves this process into a session of its own, away from the terminal and its signals;
  /// [Errno#EPERM] if it leads a group already.
  public static void startSession() throws IOException {
    Kernel.check(Kernel.call(Scratch.current(), Call.SETSID, 0, 0), Call.SETSID, ByteString.EMPTY);
  }

  /// Tells whether the descriptor is a terminal.
  public static boolean isTerminal(int descriptor) {
    Scratch scratch = Scratch.current();
    long answer = scratch.structure().address();
    return Kernel.call(scratch, Call.IOCTL, descriptor, TCGETS, answer, 0) == 0;
  }

  /// Returns the width of the terminal in columns, 0 if the descriptor is none or does not know.
  public static int terminalColumns(int descriptor) {
    Scratch scratch = Scratch.current();
    MemorySegment answer = scratch.structure();
    long result = Kernel.call(scratch, Call.IOCTL, descriptor, TIOCGWINSZ, answer.address(), 0);
    return result == 0 ? Short.toUnsignedInt(answer.get(ValueLayout.JAVA_SHORT, 2)) : 0;
  }

  private static void requireAbsolute(ByteString path) {
    if (path.isEmpty() || path.byteAt(0) != '/') {
      throw new IllegalArgumentException("not an absolute path: " + path);
    }
  }
}
