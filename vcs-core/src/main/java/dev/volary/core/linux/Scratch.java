package dev.volary.core.linux;

import dev.volary.core.io.ByteString;
import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/// One thread's native memory for calls, so that a stat of a million entries allocates nothing
/// native: two path arguments, one structure, and a larger buffer made when first needed.
final class Scratch {
  /// The longest path the kernel takes, with its NUL.
  static final int PATH_BYTES = 4096;

  /// How much one read, write or listing moves at once.
  static final int BUFFER_BYTES = 256 * 1024;

  private static final int STRUCTURE_BYTES = 512;
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final long ERRNO_OFFSET =
      STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));
  private static final ThreadLocal<Scratch> CURRENT = ThreadLocal.withInitial(Scratch::new);

  private final MemorySegment state;
  private final MemorySegment first;
  private final MemorySegment second;
  private final MemorySegment structure;
  private final long firstAddress;
  private final long secondAddress;
  private final byte[] bytes = new byte[PATH_BYTES];
  private @Nullable MemorySegment buffer;

  private Scratch() {
    Arena arena = Arena.ofAuto();
    this.state = arena.allocate(STATE);
    this.first = arena.allocate(PATH_BYTES);
    this.second = arena.allocate(PATH_BYTES);
    this.structure = arena.allocate(STRUCTURE_BYTES, 8);
    this.firstAddress = first.address();
    this.secondAddress = second.address();
  }

  /// Returns the memory of the calling thread.
  static Scratch current() {
    return CURRENT.get();
  }

  /// Returns where a call leaves errno.
  MemorySegment errno() {
    return state;
  }

  /// Returns what the last failed call left in errno.
  int lastErrno() {
    return state.get(ValueLayout.JAVA_INT, ERRNO_OFFSET);
  }

  /// Stores `path` with a NUL as the first path argument; returns its address.
  long path(ByteString path) throws LinuxException {
    store(path, first, 0);
    return firstAddress;
  }

  /// Stores `path` with a NUL as the second path argument; returns its address.
  long otherPath(ByteString path) throws LinuxException {
    store(path, second, 0);
    return secondAddress;
  }

  /// Stores `/proc/self/fd/DESCRIPTOR`, or with `/NAME`, as the first path argument; returns its
  /// address.
  long descriptorPath(int descriptor, ByteString name) throws LinuxException {
    String prefix = "/proc/self/fd/" + descriptor + (name.isEmpty() ? "" : "/");
    for (int i = 0; i < prefix.length(); i++) {
      first.set(ValueLayout.JAVA_BYTE, i, (byte) prefix.charAt(i));
    }
    store(name, first, prefix.length());
    return firstAddress;
  }

  /// Returns the memory for one structure, 512 bytes, 8-byte aligned, of any content.
  MemorySegment structure() {
    return structure;
  }

  /// Returns the larger buffer, of [#BUFFER_BYTES] and any content.
  MemorySegment buffer() {
    MemorySegment have = buffer;
    if (have == null) {
      have = Arena.ofAuto().allocate(BUFFER_BYTES, 8);
      buffer = have;
    }
    return have;
  }

  private void store(ByteString path, MemorySegment target, int at) throws LinuxException {
    int size = path.size();
    if (at + size >= PATH_BYTES) {
      throw new LinuxException("lookup", path.toString(), Errno.ENAMETOOLONG);
    }
    if (path.indexOf((byte) 0, 0) >= 0) {
      throw new IllegalArgumentException("a path contains NUL: " + path);
    }
    path.copyTo(bytes, 0);
    MemorySegment.copy(bytes, 0, target, ValueLayout.JAVA_BYTE, at, size);
    target.set(ValueLayout.JAVA_BYTE, at + size, (byte) 0);
  }
}
