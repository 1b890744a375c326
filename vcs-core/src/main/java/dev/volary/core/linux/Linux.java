package dev.volary.core.linux;

import dev.volary.core.io.ByteString;
import dev.volary.core.io.ByteWriter;
import dev.volary.core.linux.Kernel.Call;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The door to the machine: directories by absolute path, and facts about the process and the host.
///
/// The first native call of a process costs some 50 ms, so what a short command asks (process,
/// user, capabilities, terminal, arguments, boot) is read from `/proc` instead.
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

  private static final String OPEN_FILES = "Max open files";
  private static final int TYPE_MASK = 0xF000;
  private static final int CHARACTER = 0x2000;

  // tty, console, ptys, and the serial, USB and hypervisor consoles of the kernel's devices.txt.
  private static final Set<Integer> TERMINAL_MAJORS =
      Set.of(4, 5, 136, 137, 138, 139, 140, 141, 142, 143, 166, 188, 204, 229);

  private static final long TIOCGWINSZ = 0x5413;

  private static final long MS_RDONLY = 1;
  private static final long MS_REMOUNT = 32;
  private static final long MS_BIND = 4096;

  /// Those of a mount that a remount takes away unless it says them again: read-only, no set-user
  /// bits, no devices, no programs, no times of access.
  private static final long MS_KEPT = MS_RDONLY | 2 | 4 | 8 | 1024 | 2048;

  private static final long MNT_DETACH = 2;
  private static final long UMOUNT_NOFOLLOW = 8;

  private Linux() {}

  /// Opens the directory at `absolutePath`, symbolic links followed.
  public static DirectoryHandle openRoot(ByteString absolutePath) throws IOException {
    requireAbsolute(absolutePath);
    return NativeDirectory.openRoot(absolutePath, NativeHandle.AS_IT_IS);
  }

  /// Opens a snapshot; what is in it seems to lie on `device`, as what it is a copy of does.
  public static DirectoryHandle openSnapshot(ByteString absolutePath, long device)
      throws IOException {
    requireAbsolute(absolutePath);
    return NativeDirectory.openRoot(absolutePath, device);
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
      long size =
          Kernel.call(
              scratch,
              Call.READLINKAT,
              Kernel.AT_FDCWD,
              link,
              scratch.bufferAddress(),
              Scratch.PATH_BYTES);
      Kernel.check(size, Call.READLINKAT, absolutePath);
      return ByteString.of(scratch.takeBuffer(size));
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
    Kernel.check(
        Kernel.call(scratch, Call.STATFS, scratch.path(bytes), scratch.structureAddress()),
        Call.STATFS,
        bytes);
    return FileSystemFacts.decode(scratch.structure());
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

  /// Mounts a file system of the kind `type` on the directory `point`.
  ///
  /// @param source shown in the table of mounts
  /// @param options what this kind understands, joined by commas
  public static void mount(ByteString point, String source, String type, ByteString options)
      throws IOException {
    mount(ByteString.utf8(source), point, 0, new MountKind(type, options));
  }

  /// Makes the directory `point` a mount of itself that nobody can write through.
  public static void protect(ByteString point) throws IOException {
    try (DirectoryHandle directory = openRoot(point)) {
      long kept = mountFlags(directory, point);
      mount(point, point, MS_BIND, MountKind.NONE);
      mount(point, point, kept | MS_BIND | MS_REMOUNT | MS_RDONLY, MountKind.NONE);
    }
  }

  /// `statfs.f_flags` has the numbers that `mount` takes.
  private static long mountFlags(DirectoryHandle directory, ByteString path) throws IOException {
    Scratch scratch = Scratch.current();
    long facts = scratch.structureAddress();
    Kernel.check(
        Kernel.call(scratch, Call.FSTATFS, directory.descriptor(), facts), Call.FSTATFS, path);
    return FileSystemFacts.mountFlags(scratch.structure()) & MS_KEPT;
  }

  private record MountKind(String type, ByteString options) {
    private static final MountKind NONE = new MountKind("none", ByteString.EMPTY);
  }

  private static void mount(ByteString source, ByteString point, long flags, MountKind what)
      throws IOException {
    Scratch scratch = Scratch.current();
    ByteBuffer small = scratch.structure();
    byte[] kind = what.type().getBytes(StandardCharsets.US_ASCII);
    small.put(0, kind).put(kind.length, (byte) 0);
    byte[] text = new ByteWriter().bytes(what.options().bytes()).u8(0).toByteArray();
    long data = scratch.bufferAddress();
    scratch.fillBuffer(text, 0, text.length);
    Kernel.check(
        Kernel.call(
            scratch,
            Call.MOUNT,
            scratch.path(source),
            scratch.otherPath(point),
            scratch.structureAddress(),
            flags,
            data),
        Call.MOUNT,
        point);
  }

  /// Takes the topmost mount off the directory `point`; [Errno#EBUSY] while somebody uses it,
  /// unless `detach`: then it goes when its last user does.
  public static void unmount(ByteString point, boolean detach) throws IOException {
    Scratch scratch = Scratch.current();
    long flags = UMOUNT_NOFOLLOW | (detach ? MNT_DETACH : 0);
    Kernel.check(
        Kernel.call(scratch, Call.UMOUNT2, scratch.path(point), flags), Call.UMOUNT2, point);
  }

  /// Shows an open directory at the directory `target` (absolute) too, whatever its own path leads
  /// to by now.
  ///
  /// @param readOnly whether nothing can be written through it
  public static void bind(DirectoryHandle source, ByteString target, boolean readOnly)
      throws IOException {
    ByteString opened = ByteString.utf8("/proc/self/fd/" + source.descriptor());
    mount(opened, target, MS_BIND, MountKind.NONE);
    if (!readOnly) {
      return;
    }
    try {
      // The kernel takes no other flag along with a new bind mount.
      long flags = mountFlags(source, target) | MS_BIND | MS_REMOUNT | MS_RDONLY;
      mount(opened, target, flags, MountKind.NONE);
    } catch (IOException e) {
      unmount(target, true);
      throw e;
    }
  }

  /// Makes an open descriptor this process's standard input.
  public static void becomeStandardInput(int descriptor) throws IOException {
    Kernel.check(
        Kernel.call(Scratch.current(), Call.DUP3, descriptor, 0, 0, 0),
        Call.DUP3,
        ByteString.utf8(Integer.toString(descriptor)));
  }

  /// Returns the id of the kernel's current run.
  public static String bootId() throws IOException {
    return Files.readString(Path.of("/proc/sys/kernel/random/boot_id"), StandardCharsets.US_ASCII)
        .strip();
  }

  /// Returns this process's id.
  public static long processId() throws IOException {
    return Long.parseLong(Files.readSymbolicLink(Path.of("/proc/self")).toString());
  }

  /// Returns how many more descriptors this process may open.
  public static long freeDescriptors() throws IOException {
    long limit = Long.MAX_VALUE;
    for (String line : Files.readAllLines(Path.of("/proc/self/limits"))) {
      if (line.startsWith(OPEN_FILES)) {
        String soft = line.substring(OPEN_FILES.length()).strip().split(" ", 2)[0];
        limit = soft.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(soft);
      }
    }
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return Math.max(0, limit - open.count());
    }
  }

  /// Returns the user whose rights this process has.
  public static long effectiveUser() throws IOException {
    return Long.parseLong(ownStatus("Uid:").split("\\s+", -1)[1]);
  }

  /// Tells whether this process has `capability` now.
  public static boolean hasCapability(Capability capability) throws IOException {
    return (Long.parseUnsignedLong(ownStatus("CapEff:"), 16) >>> capability.bit & 1) != 0;
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

  /// Tells whether the descriptor is a terminal, told by its device's number.
  public static boolean isTerminal(int descriptor) {
    try {
      Path file = Path.of("/proc/self/fd/" + descriptor);
      boolean character = ((int) Files.getAttribute(file, "unix:mode") & TYPE_MASK) == CHARACTER;
      long device = (long) Files.getAttribute(file, "unix:rdev");
      return character && TERMINAL_MAJORS.contains((int) (device >>> 8 & 0xFFF));
    } catch (IOException e) {
      return false; // nothing is open there
    }
  }

  /// Returns the width of the terminal in columns, 0 if the descriptor is none or does not know.
  public static int terminalColumns(int descriptor) {
    Scratch scratch = Scratch.current();
    long answer = scratch.structureAddress();
    long result = Kernel.call(scratch, Call.IOCTL, descriptor, TIOCGWINSZ, answer, 0);
    return result == 0 ? Short.toUnsignedInt(scratch.structure().getShort(2)) : 0;
  }

  /// Returns what `/proc/self/status` says in the line that begins with `field`.
  private static String ownStatus(String field) throws IOException {
    for (String line :
        Files.readAllLines(Path.of("/proc/self/status"), StandardCharsets.ISO_8859_1)) {
      if (line.startsWith(field)) {
        return line.substring(field.length()).strip();
      }
    }
    throw new IOException("/proc/self/status has no line " + field);
  }

  private static void requireAbsolute(ByteString path) {
    if (path.isEmpty() || path.byteAt(0) != '/') {
      throw new IllegalArgumentException("not an absolute path: " + path);
    }
  }
}
