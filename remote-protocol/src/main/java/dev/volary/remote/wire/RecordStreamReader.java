package dev.volary.remote.wire;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.io.ByteReader;
import dev.volary.core.store.pack.PackRecord;
import dev.volary.core.store.pack.RecordCodec;
import dev.volary.remote.message.TransferLimits;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// Reads what [RecordStreamWriter] wrote, one record at a time.
///
/// Lengths are checked before memory is taken. A stream that ends before its trailer is an
/// [EOFException]; anything else that is wrong is CORRUPT, too many bytes are LIMIT. The objects of
/// a record are not decoded here. Not thread-safe.
public final class RecordStreamReader {
  private final InputStream in;
  private final String resource;
  private final long maxBytes;
  private long objects;
  private long bytes;
  private boolean ended;

  /// A reader of `in`, named `resource` in failures, whose records may have `maxBytes` together.
  public RecordStreamReader(InputStream in, String resource, long maxBytes) {
    this.in = in;
    this.resource = resource;
    this.maxBytes = maxBytes;
  }

  /// Returns the next record, or nothing once the trailer was read and is right.
  public Optional<PackRecord> next() throws IOException {
    if (ended) {
      return Optional.empty();
    }
    int length = new ByteReader(resource, exactly(RecordStreamWriter.FRAMING_BYTES)).u32();
    if (length == 0) {
      readTrailer();
      return Optional.empty();
    }
    if (length < 0 || length > TransferLimits.MAX_RECORD_BYTES) {
      throw wrong("a record of " + Integer.toUnsignedString(length) + " bytes");
    }
    if (bytes + length > maxBytes) {
      throw new VolaryException(
          Fault.LIMIT, resource + " has more than the " + maxBytes + " bytes it may have");
    }
    PackRecord record = decode(exactly(length));
    bytes += length;
    objects += record.slots().size();
    return Optional.of(record);
  }

  /// Returns how many objects were read.
  public long objects() {
    return objects;
  }

  /// Returns how many bytes of records were read.
  public long bytes() {
    return bytes;
  }

  private PackRecord decode(byte[] record) {
    try {
      return RecordCodec.decode(resource, record, 0);
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private void readTrailer() throws IOException {
    ByteReader trailer = new ByteReader(resource, exactly(16));
    if (trailer.u64() != objects || trailer.u64() != bytes) {
      throw wrong("its trailer does not fit what came before");
    }
    ended = true;
  }

  private byte[] exactly(int length) throws IOException {
    byte[] read = in.readNBytes(length);
    if (read.length < length) {
      throw new EOFException(resource + " was cut off");
    }
    return read;
  }

  private VolaryException wrong(String problem) {
    return new VolaryException(
        Fault.CORRUPT, resource + " is damaged: " + problem + "; fetch or push again");
  }
}
