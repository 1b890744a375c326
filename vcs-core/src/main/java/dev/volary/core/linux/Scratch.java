package dev.volary.core.linux;

import dev.volary.core.io.ByteString;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// One thread's native memory for calls, so that a stat of a million entries allocates nothing
/// native: two path arguments, one structure, and a larger buffer made when first needed.
///
/// It is read and written as byte buffers: the variable handles behind a segment's own accessors
/// cost a short command 5 to 8 ms before their first use.
final class Scratch {
  /// The longest path the kernel takes, with its NUL.
  static final int PATH_BYTES = 4096;

  /// How much one read, write or listing moves at once.
  static final int BUFFER_BYTES = 256 * 1024;

  private static final int STRUCTURE_BYTES = 512;
  private static final int STATE_BYTES = 16; // Linux captures one int: errno
  private static final ThreadLocal<Scratch> CURRENT = ThreadLocal.withInitial(Scratch::new);

  private final MemorySegment state;
  private final ByteBuffer errno;
  private final ByteBuffer first;
  private final ByteBuffer second;
  private final ByteBuffer structure;
  private final long firstAddress;
  private final long secondAddress;
  private final long structureAddress;
  private final byte[] bytes = new byte[PATH_BYTES];
  private @Nullable ByteBuffer buffer;
  private long bufferAddress;

  private Scratch() {
    this.state = Arena.ofAuto().allocate(STATE_BYTES, 8);
    this.errno = view(state);
    MemorySegment memory = Arena.ofAuto().allocate(STRUCTURE_BYTES + 2 * PATH_BYTES, 8);
    this.structure = view(memory.asSlice(0, STRUCTURE_BYTES));
    this.first = view(memory.asSlice(STRUCTURE_BYTES, PATH_BYTES));
    this.second = view(memory.asSlice(STRUCTURE_BYTES + PATH_BYTES, PATH_BYTES));
    this.structureAddress = memory.address();
    this.firstAddress = structureAddress + STRUCTURE_BYTES;
    this.secondAddress = firstAddress + PATH_BYTES;
  }

  /// Returns the memory of the calling thread.
  static Scratch current() {
    return CURRENT.get();
  }

  /// Returns where a call leaves errno.
  MemorySegment state() {
    return state;
  }

  /// Returns what the last failed call left in errno.
  int lastErrno() {
    return errno.getInt(0);
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
      first.put(i, (byte) prefix.charAt(i));
    }
    store(name, first, prefix.length());
    return firstAddress;
  }

  /// Returns the memory for one structure, 512 bytes, in the machine's byte order, of any content.
  ByteBuffer structure() {
    return structure;
  }

  /// Returns where the structure is.
  long structureAddress() {
    return structureAddress;
  }

  /// Returns where the larger buffer of [#BUFFER_BYTES] is; its content is any.
  long bufferAddress() {
    buffer();
    return bufferAddress;
  }

  /// Copies from the larger buffer's start.
  void takeBuffer(byte[] target, int offset, int length) {
    buffer().get(0, target, offset, length);
  }

  /// Copies to the larger buffer's start.
  void fillBuffer(byte[] source, int offset, int length) {
    buffer().put(0, source, offset, length);
  }

  /// Returns a copy of the larger buffer's first `length` bytes.
  byte[] takeBuffer(long length) {
    byte[] copy = new byte[(int) length];
    takeBuffer(copy, 0, copy.length);
    return copy;
  }

  private ByteBuffer buffer() {
    ByteBuffer have = buffer;
    if (have == null) {
      MemorySegment memory = Arena.ofAuto().allocate(BUFFER_BYTES, 8);
      have = view(memory);
      buffer = have;
      bufferAddress = memory.address();
    }
    return have;
  }

  private void store(ByteString path, ByteBuffer target, int at) throws LinuxException {
    int size = path.size();
    if (at + size >= PATH_BYTES) {
      throw new LinuxException("lookup", path.toString(), Errno.ENAMETOOLONG);
    }
    if (path.indexOf((byte) 0, 0) >= 0) {
      throw new IllegalArgumentException("a path contains NUL: " + path);
    }
    path.copyTo(bytes, 0);
    bytes[size] = 0;
    target.put(at, bytes, 0, size + 1);
  }

  /// The buffer keeps the segment's memory reachable.
  private static ByteBuffer view(MemorySegment memory) {
    return memory.asByteBuffer().order(ByteOrder.nativeOrder());
  }
}
