package dev.volary.remote.wire;

import dev.volary.core.io.ByteWriter;
import dev.volary.core.store.pack.PackRecord;
import dev.volary.core.store.pack.RecordCodec;
import dev.volary.remote.message.TransferLimits;
import java.io.IOException;
import java.io.OutputStream;

/// Writes records to a stream: each with its length in front, then a zero and a trailer that shows
/// that nothing was cut off. Not thread-safe.
public final class RecordStreamWriter {
  /// What ends every stream, in bytes.
  public static final int TRAILER_BYTES = 20;

  /// What stands in front of a record, in bytes.
  public static final int FRAMING_BYTES = 4;

  private final OutputStream out;
  private final ByteWriter number = new ByteWriter(TRAILER_BYTES);
  private long objects;
  private long bytes;

  /// A stream of records to `out`, which stays open.
  public RecordStreamWriter(OutputStream out) {
    this.out = out;
  }

  /// Writes a record, all of whose bases are named by id.
  public void write(PackRecord record) throws IOException {
    write(RecordCodec.encode(record, 0), record.slots().size());
  }

  /// Writes the bytes of a record that holds so many objects.
  public void write(byte[] record, int slots) throws IOException {
    if (record.length > TransferLimits.MAX_RECORD_BYTES) {
      throw new IllegalArgumentException("a record of " + record.length + " bytes");
    }
    number.reset();
    number.u32(record.length);
    out.write(number.array(), 0, number.size());
    out.write(record);
    objects += slots;
    bytes += record.length;
  }

  /// Writes the trailer and flushes; nothing may follow.
  public void finish() throws IOException {
    number.reset();
    number.u32(0).u64(objects).u64(bytes);
    out.write(number.array(), 0, number.size());
    out.flush();
  }

  /// Returns how many objects were written.
  public long objects() {
    return objects;
  }

  /// Returns how many bytes of records were written.
  public long bytes() {
    return bytes;
  }
}
