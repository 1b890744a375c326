package dev.volary.core.restore.entry;

import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectHash;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.linux.Errno;
import dev.volary.core.linux.FileHandle;
import dev.volary.core.linux.LinuxException;
import dev.volary.core.object.Extent;
import dev.volary.core.object.Node.RegularNode;
import dev.volary.core.object.ObjectSource;
import dev.volary.core.object.SharedBytes;
import dev.volary.core.object.tree.FileMapReader;
import java.io.IOException;
import java.util.Iterator;

/// Makes the bytes and holes of one open file what its content says: each chunk's range is hashed
/// as it is on disk, and only what differs is written. Thread-safe for different files.
public final class ContentPatch {
  /// Bytes written to a file before its dirty pages are sent on, so that no burst waits at the end.
  private static final long BURST = 64L << 20;

  private static final ThreadLocal<byte[]> BUFFER =
      ThreadLocal.withInitial(() -> new byte[Extent.MAX_CHUNK]);
  private static final byte[] ZEROS = new byte[Extent.MAX_CHUNK];

  private final ObjectSource source;
  private final FileMapReader maps;

  public ContentPatch(ObjectSource source) {
    this.source = source;
    this.maps = new FileMapReader(source);
  }

  /// Returns how many bytes [#patch] would write: 0 means that bytes, holes and size are as wanted
  /// unless `size` differs or a hole is missing, which count as 1 byte each.
  public long missing(FileHandle file, long size, RegularNode wanted) throws IOException {
    long missing = size == wanted.size() ? 0 : 1;
    HoleMap holes = new HoleMap(file, size);
    for (Iterator<Extent> each = extents(wanted); each.hasNext(); ) {
      Extent extent = each.next();
      if (!holds(file, holes, extent)) {
        missing += extent.isHole() ? 1 : extent.length();
      }
    }
    return missing;
  }

  /// Returns how many bytes of data a new file with this content takes.
  public long dataBytes(RegularNode wanted) {
    long bytes = 0;
    for (Iterator<Extent> each = extents(wanted); each.hasNext(); ) {
      Extent extent = each.next();
      bytes += extent.isHole() ? 0 : extent.length();
    }
    return bytes;
  }

  /// Makes a file of `size` bytes what is wanted; returns how many bytes were written.
  public long patch(FileHandle file, long size, RegularNode wanted) throws IOException {
    if (size != wanted.size()) {
      file.truncate(wanted.size());
    }
    long written = 0;
    long burst = 0;
    HoleMap holes = new HoleMap(file, wanted.size());
    for (Iterator<Extent> each = extents(wanted); each.hasNext(); ) {
      Extent extent = each.next();
      // Past the old end there are only zeros, and a hole.
      boolean held = extent.offset() < size || extent.isHole();
      if (!held || !holds(file, holes, extent)) {
        long bytes = extent.isHole() ? punch(file, extent, wanted.size()) : put(file, extent);
        written += bytes;
        burst += bytes;
        if (burst >= BURST) {
          file.flush();
          burst = 0;
        }
      }
    }
    return written;
  }

  /// Writes the chunks that begin in a range of a new file, which has its size and no data yet.
  public long fill(FileHandle file, RegularNode wanted, long from, long to) throws IOException {
    long written = 0;
    Iterator<Extent> each = maps.extentsFrom(wanted.content(), wanted.size(), from);
    while (each.hasNext()) {
      Extent extent = each.next();
      if (extent.offset() >= to) {
        break;
      }
      if (extent.offset() >= from && !extent.isHole()) {
        written += put(file, extent);
      }
    }
    return written;
  }

  private Iterator<Extent> extents(RegularNode wanted) {
    return maps.extents(wanted.content(), wanted.size());
  }

  private static boolean holds(FileHandle file, HoleMap holes, Extent extent) throws IOException {
    if (extent.isHole()) {
      return holes.isHole(extent.offset(), extent.end());
    }
    int length = (int) extent.length();
    if (holes.hasBlock(extent.offset(), extent.end())) {
      return false;
    }
    byte[] buffer = BUFFER.get();
    if (file.read(extent.offset(), buffer, 0, length) < length) {
      return false;
    }
    ObjectId found = ObjectHash.of(ObjectKind.CHUNK, buffer, 0, length);
    return extent.chunk().filter(found::equals).isPresent();
  }

  private long put(FileHandle file, Extent extent) throws IOException {
    SharedBytes bytes = source.view(ObjectKind.CHUNK, extent.chunk().orElseThrow());
    if (bytes.length() != extent.length()) {
      throw VolaryException.corrupt(
          "chunk " + extent.chunk().orElseThrow().shortHex(), "it is not as long as the file says");
    }
    file.write(extent.offset(), bytes.bytes(), bytes.offset(), bytes.length());
    return bytes.length();
  }

  private static long punch(FileHandle file, Extent hole, long size) throws IOException {
    if (hole.end() == size) {
      // Punching leaves the block that the file ends in; cutting does not.
      file.truncate(hole.offset());
      file.truncate(size);
      return 0;
    }
    try {
      file.punchHole(hole.offset(), hole.length());
      return 0;
    } catch (LinuxException e) {
      if (!e.is(Errno.EOPNOTSUPP) && !e.is(Errno.ENOSYS)) {
        throw e;
      }
    }
    // A file system without holes: the bytes at least are right.
    for (long at = hole.offset(); at < hole.end(); at += ZEROS.length) {
      file.write(at, ZEROS, 0, (int) Math.min(ZEROS.length, hole.end() - at));
    }
    return hole.length();
  }
}
