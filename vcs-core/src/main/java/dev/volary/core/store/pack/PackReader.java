package dev.volary.core.store.pack;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectHash;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.store.manifest.PackKind;
import dev.volary.core.store.manifest.UniqueName;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.function.ObjIntConsumer;

/// Reads one pack, finished or still being written. Thread-safe.
///
/// Damage fails with [Fault#CORRUPT], a file that is gone with [Fault#NOT_FOUND]; both name it.
public final class PackReader implements Closeable {
  private static final int DIGEST_STEP = 1 << 18;

  private final Path file;
  private final FileChannel channel;
  private final PackHeader header;

  private PackReader(Path file, FileChannel channel, PackHeader header) {
    this.file = file;
    this.channel = channel;
    this.header = header;
  }

  /// Opens `file` and checks its header.
  public static PackReader open(Path file) {
    try {
      FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
      try {
        if (channel.size() > PackFormat.MAX_PACK_BYTES) {
          throw VolaryException.corrupt(file.toString(), "a pack is never so long");
        }
        byte[] bytes = read(file, channel, 0, PackFormat.HEADER_SIZE);
        return new PackReader(file, channel, PackHeader.decode(file.toString(), bytes));
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (NoSuchFileException e) {
      throw new VolaryException(
          Fault.NOT_FOUND, "The pack " + file + " is missing; run `volary fsck`", e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the pack " + file, e);
    }
  }

  /// Returns the file read from.
  public Path file() {
    return file;
  }

  /// Returns the name the header gives.
  public UniqueName name() {
    return header.name();
  }

  /// Returns what the pack holds.
  public PackKind kind() {
    return header.kind();
  }

  /// Returns the length of the file now.
  public long sizeBytes() {
    try {
      return channel.size();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the pack " + file, e);
    }
  }

  /// Returns the record at `offset`, its checksum checked, its payload not decoded.
  public PackRecord record(int offset) {
    return RecordCodec.decode(resource(offset), recordBytes(offset), offset);
  }

  /// Returns the head of the record at `offset`, of which only magic and limits are checked.
  public RecordHead head(int offset) {
    return RecordCodec.head(resource(offset), read(offset, RecordHead.BYTES));
  }

  /// Returns the bytes of the record at `offset`, of a checked length.
  private byte[] recordBytes(int offset) {
    if (offset < PackFormat.HEADER_SIZE) {
      throw VolaryException.corrupt(file.toString(), "no record begins at " + offset);
    }
    byte[] prefix = read(offset, PackFormat.RECORD_PREFIX_SIZE);
    int length = RecordCodec.length(resource(offset), prefix);
    return read(offset, length);
  }

  /// Names the record at `offset` for messages.
  public String resource(int offset) {
    return "the record at " + offset + " of " + file;
  }

  /// Reads the whole pack in order and hands every record and its offset to `visitor`, from its
  /// records alone, so that an index can be rebuilt where the footer is lost.
  ///
  /// Stops at the first damage with [Fault#CORRUPT]; returns where the footer begins.
  public int scan(ObjIntConsumer<PackRecord> visitor) {
    PackFooter footer = footer();
    int offset = PackFormat.HEADER_SIZE;
    int objects = 0;
    for (int length : footer.recordBytes()) {
      byte[] bytes = read(offset, length);
      PackRecord record = RecordCodec.decode(resource(offset), bytes, offset);
      objects += record.slots().size();
      visitor.accept(record, offset);
      offset += length;
    }
    if (objects != footer.objects()) {
      throw VolaryException.corrupt(file.toString(), "it holds " + objects + " objects");
    }
    return offset;
  }

  /// Hands every record that can still be read to `visitor`, without need of the footer: after
  /// damage the next record is found by its magic and checksum. Returns how many bytes between
  /// header and footer belong to no record handed over.
  public long salvage(ObjIntConsumer<PackRecord> visitor) {
    long end = sizeBytes() - PackFormat.TRAILER_SIZE;
    long lost = 0;
    int offset = PackFormat.HEADER_SIZE;
    while (offset + PackFormat.RECORD_PREFIX_SIZE <= end) {
      byte[] bytes = intactAt(offset, end);
      if (bytes.length == 0) {
        lost++;
        offset++;
      } else {
        visitor.accept(RecordCodec.decode(resource(offset), bytes, offset), offset);
        offset += bytes.length;
      }
    }
    return lost;
  }

  private byte[] intactAt(int offset, long end) {
    byte[] prefix = read(offset, PackFormat.RECORD_PREFIX_SIZE);
    if ((prefix[0] & 0xff | (prefix[1] & 0xff) << 8) != PackFormat.RECORD_MAGIC) {
      return new byte[0];
    }
    try {
      int length = RecordCodec.length(resource(offset), prefix);
      if (offset + (long) length <= end) {
        byte[] bytes = read(offset, length);
        RecordCodec.decode(resource(offset), bytes, offset);
        return bytes;
      }
    } catch (VolaryException e) {
      return new byte[0];
    }
    return new byte[0];
  }

  /// Returns what the manifest says about this pack, from the footer; the digest is not checked.
  public PackFacts facts() {
    PackFooter footer = footer();
    return new PackFacts(name(), kind(), sizeBytes(), footer.objects(), footer.sha256());
  }

  /// Fails unless the SHA-256 in the footer is that of the bytes before it.
  public void checkDigest() {
    ObjectId expected = footer().sha256();
    MessageDigest digest = ObjectHash.sha256();
    long end = sizeBytes() - ObjectId.SIZE - 4;
    for (long at = 0; at < end; at += DIGEST_STEP) {
      digest.update(read(at, (int) Math.min(DIGEST_STEP, end - at)));
    }
    if (!ObjectId.ofBytes(digest.digest(), 0).equals(expected)) {
      throw VolaryException.corrupt(file.toString(), "its SHA-256 is wrong");
    }
  }

  private PackFooter footer() {
    long size = sizeBytes();
    if (size < PackFormat.HEADER_SIZE + PackFormat.TRAILER_SIZE) {
      throw VolaryException.corrupt(file.toString(), "it is not finished");
    }
    byte[] trailer = read(size - PackFormat.TRAILER_SIZE, PackFormat.TRAILER_SIZE);
    int tableBytes = PackFooter.tableBytes(file.toString(), trailer, size);
    byte[] table = read(size - PackFormat.TRAILER_SIZE - tableBytes, tableBytes);
    return PackFooter.decode(file.toString(), table, trailer, size);
  }

  private byte[] read(long position, int length) {
    try {
      return read(file, channel, position, length);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the pack " + file, e);
    }
  }

  private static byte[] read(Path file, FileChannel channel, long position, int length)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw VolaryException.corrupt(
            file.toString(), "it ends at " + channel.size() + ", too early");
      }
    }
    return buffer.array();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
