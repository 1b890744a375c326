package dev.volary.core.linux;

import dev.volary.core.io.ByteString;
import dev.volary.core.linux.Kernel.Call;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// Extended attributes of a descriptor's own inode, or of a name below it.
///
/// A name is reached as `/proc/self/fd/N/NAME`, because the `l*xattr` calls know no directory
/// descriptors and a device, fifo or link can't be opened for the `f*xattr` ones.
final class Xattrs {
  private static final int VALUE_BYTES = 64 * 1024;

  private Xattrs() {}

  /// Returns all attributes; of the descriptor itself if `name` is empty.
  static SortedMap<ByteString, ByteString> read(int descriptor, ByteString name)
      throws LinuxException {
    Scratch scratch = Scratch.current();
    boolean own = name.isEmpty();
    long subject = subject(scratch, descriptor, name);
    Call list = own ? Call.FLISTXATTR : Call.LLISTXATTR;
    long size =
        Kernel.call(scratch, list, subject, scratch.bufferAddress(), Scratch.BUFFER_BYTES, 0);
    if (size == 0 || size == -Errno.EOPNOTSUPP.number()) {
      return Collections.emptySortedMap();
    }
    Kernel.check(size, list, name);
    byte[] names = scratch.takeBuffer(size);
    SortedMap<ByteString, ByteString> found = new TreeMap<>();
    Call get = own ? Call.FGETXATTR : Call.LGETXATTR;
    for (int from = 0; from < names.length; ) {
      int to = from;
      while (names[to] != 0) {
        to++;
      }
      ByteString attribute = ByteString.of(names, from, to - from);
      long at = scratch.otherPath(attribute);
      long length = Kernel.call(scratch, get, subject, at, scratch.bufferAddress(), VALUE_BYTES);
      if (length != -Errno.ENODATA.number()) { // else removed since it was listed
        byte[] value = scratch.takeBuffer(Kernel.check(length, get, name));
        found.put(attribute, ByteString.of(value));
      }
      from = to + 1;
    }
    return Collections.unmodifiableSortedMap(found);
  }

  /// Creates or replaces one attribute; of the descriptor itself if `name` is empty.
  static void set(int descriptor, ByteString name, ByteString attribute, ByteString value)
      throws LinuxException {
    if (value.size() > VALUE_BYTES) {
      throw new LinuxException("setxattr", name.toString(), Errno.ERANGE);
    }
    Scratch scratch = Scratch.current();
    long subject = subject(scratch, descriptor, name);
    scratch.fillBuffer(value.bytes(), 0, value.size());
    Call call = name.isEmpty() ? Call.FSETXATTR : Call.LSETXATTR;
    long at = scratch.otherPath(attribute);
    Kernel.check(
        Kernel.call(scratch, call, subject, at, scratch.bufferAddress(), value.size()), call, name);
  }

  /// Removes one attribute; of the descriptor itself if `name` is empty.
  static void remove(int descriptor, ByteString name, ByteString attribute) throws LinuxException {
    Scratch scratch = Scratch.current();
    long subject = subject(scratch, descriptor, name);
    Call call = name.isEmpty() ? Call.FREMOVEXATTR : Call.LREMOVEXATTR;
    Kernel.check(Kernel.call(scratch, call, subject, scratch.otherPath(attribute)), call, name);
  }

  private static long subject(Scratch scratch, int descriptor, ByteString name)
      throws LinuxException {
    return name.isEmpty() ? descriptor : scratch.descriptorPath(descriptor, name);
  }
}
