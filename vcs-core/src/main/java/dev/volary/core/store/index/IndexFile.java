package dev.volary.core.store.index;

import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectHash;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.linux.MappedFile;
import dev.volary.core.store.manifest.Manifest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/// One index file, mapped: sorted entries behind a fan-out table and a filter.
///
/// Opening reads the header and the last line of the fan-out table and nothing else, at any size.
/// [#verify] reads everything. Safe for many threads; not to be closed while it is in use.
public final class IndexFile implements AutoCloseable {
  /// Names of index files end in this.
  public static final String SUFFIX = ".index";

  private static final int STEP = 1 << 16;

  private final String resource;
  private final MappedFile file;
  private final IndexHeader header;

  private IndexFile(String resource, MappedFile file, IndexHeader header) {
    this.resource = resource;
    this.file = file;
    this.header = header;
  }

  /// Maps `path`.
  ///
  /// Fails with [java.nio.file.NoSuchFileException] where it is gone: then the manifest that named
  /// it has been replaced, and the caller loads it anew.
  public static IndexFile open(Path path) throws IOException {
    String resource = path.toString();
    byte[] head;
    try (InputStream in = Files.newInputStream(path)) {
      head = in.readNBytes(IndexHeader.SIZE);
    }
    if (head.length < IndexHeader.SIZE) {
      throw VolaryException.corrupt(resource, "it ends too early");
    }
    IndexHeader header = IndexHeader.decode(resource, head);
    MappedFile file = MappedFile.open(path, header.fileSize());
    IndexFile index = new IndexFile(resource, file, header);
    if (index.fanout((1L << header.fanoutBits()) - 1) != header.entries()) {
      file.close();
      throw VolaryException.corrupt(resource, "its fan-out table does not end in its count");
    }
    return index;
  }

  /// Returns how many entries there are.
  public long entries() {
    return header.entries();
  }

  /// Returns the size of the file.
  public long sizeBytes() {
    return header.fileSize();
  }

  /// Tells whether the id may be here; `false` is certain, `true` is right for 98 absent of 100.
  public boolean mayContain(ObjectId id) {
    return IndexFilter.mayContain(file, header.filterStart(), header.filterBlocks(), id);
  }

  /// Returns where the records of `id` stand, by ascending pack; empty if it is not here.
  public List<Location> find(ObjectId id) {
    if (!mayContain(id)) {
      return List.of();
    }
    long line = id.w0() >>> (64 - header.fanoutBits());
    long low = line == 0 ? 0 : fanout(line - 1);
    long high = fanout(line);
    if (low > high || high > header.entries()) {
      throw VolaryException.corrupt(resource, "its fan-out table is out of order");
    }
    long first = firstNotBelow(id, low, high);
    if (first == high || !matches(id, first)) {
      return List.of();
    }
    Location one = entry(first).location();
    if (first + 1 == high || !matches(id, first + 1)) {
      return List.of(one);
    }
    List<Location> all = new ArrayList<>(List.of(one));
    for (long at = first + 1; at < high && matches(id, at); at++) {
      all.add(entry(at).location());
    }
    return all;
  }

  /// Returns all entries in order, read as they are asked for.
  public Iterator<IndexEntry> iterator() {
    return new Iterator<>() {
      private long next;

      @Override
      public boolean hasNext() {
        return next < header.entries();
      }

      @Override
      public IndexEntry next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        return entry(next++);
      }
    };
  }

  /// Reads the whole file and fails where a byte is not what was written or an entry is out of
  /// order, not found by the fan-out table, or not let through by the filter.
  public void verify() {
    if (!Arrays.equals(checksum(), bytes(header.checksumStart(), IndexHeader.CHECKSUM_SIZE))) {
      throw VolaryException.corrupt(resource, "it has a wrong checksum");
    }
    IndexEntry previous = null;
    long line = 0;
    for (long at = 0; at < header.entries(); at++) {
      IndexEntry entry = entry(at);
      if (previous != null && previous.compareTo(entry) >= 0) {
        throw VolaryException.corrupt(resource, "entry " + at + " is out of order");
      }
      for (long own = entry.id().w0() >>> (64 - header.fanoutBits()); line < own; line++) {
        if (fanout(line) != at) {
          throw VolaryException.corrupt(resource, "line " + line + " of its table is wrong");
        }
      }
      if (!mayContain(entry.id())) {
        throw VolaryException.corrupt(resource, "its filter denies entry " + at);
      }
      previous = entry;
    }
    for (; line < 1L << header.fanoutBits(); line++) {
      if (fanout(line) != header.entries()) {
        throw VolaryException.corrupt(resource, "line " + line + " of its table is wrong");
      }
    }
  }

  @Override
  public void close() {
    file.close();
  }

  private IndexEntry entry(long position) {
    return EntryCodec.entry(resource, file, offset(position));
  }

  private boolean matches(ObjectId id, long position) {
    return EntryCodec.compareId(file, offset(position), id) == 0;
  }

  private long firstNotBelow(ObjectId id, long from, long to) {
    long low = from;
    long high = to;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (EntryCodec.compareId(file, offset(middle), id) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private long offset(long position) {
    return header.entriesStart() + position * EntryCodec.SIZE;
  }

  private long fanout(long line) {
    return file.getInt(IndexHeader.SIZE + 4 * line) & Manifest.MAX_U32;
  }

  /// SHA-256 of the parts' digests: the parts are written side by side, each as a stream.
  private byte[] checksum() {
    MessageDigest whole = ObjectHash.sha256();
    digest(whole, 0, header.filterStart());
    MessageDigest part = ObjectHash.sha256();
    digest(part, header.filterStart(), header.entriesStart());
    whole.update(part.digest());
    digest(part, header.entriesStart(), header.checksumStart());
    whole.update(part.digest());
    return whole.digest();
  }

  private void digest(MessageDigest digest, long from, long to) {
    byte[] buffer = new byte[(int) Math.min(STEP, to - from)];
    for (long at = from; at < to; at += buffer.length) {
      int length = (int) Math.min(buffer.length, to - at);
      file.get(at, buffer, 0, length);
      digest.update(buffer, 0, length);
    }
  }

  private byte[] bytes(long offset, int length) {
    byte[] out = new byte[length];
    file.get(offset, out, 0, length);
    return out;
  }
}
