package dev.volary.core.store.pack;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.io.ByteReader;
import dev.volary.core.io.ByteWriter;
import java.util.ArrayList;
import java.util.List;

/// The last bytes of a pack: where its records begin, how many objects it holds, and the SHA-256 of
/// all that stands before.
///
/// @param recordBytes the length of every record, in order
record PackFooter(List<Integer> recordBytes, int objects, ObjectId sha256) {
  PackFooter {
    recordBytes = List.copyOf(recordBytes);
  }

  /// Returns the bytes that stand before the digest and are part of it.
  static byte[] table(List<Integer> recordBytes, int objects) {
    ByteWriter out = new ByteWriter(2 * recordBytes.size() + 16);
    recordBytes.forEach(out::varint);
    int tableBytes = out.size();
    return out.u32(tableBytes).u32(recordBytes.size()).u32(objects).toByteArray();
  }

  /// Returns the bytes that end the pack.
  static byte[] seal(ObjectId sha256) {
    ByteWriter out = new ByteWriter(ObjectId.SIZE + 4);
    sha256.writeTo(out);
    return out.u32(PackFormat.TRAILER_MAGIC).toByteArray();
  }

  /// Returns the length of the record table that the pack's last bytes announce.
  static int tableBytes(String resource, byte[] trailer, long packBytes) {
    ByteReader in = new ByteReader(resource, trailer);
    int tableBytes = in.u32();
    in.skip(8 + ObjectId.SIZE);
    if (in.u32() != PackFormat.TRAILER_MAGIC) {
      throw in.corrupt("it is not finished");
    }
    if (tableBytes < 0
        || tableBytes > packBytes - PackFormat.HEADER_SIZE - PackFormat.TRAILER_SIZE) {
      throw in.corrupt("its record table has " + Integer.toUnsignedString(tableBytes) + " bytes");
    }
    return tableBytes;
  }

  static PackFooter decode(String resource, byte[] table, byte[] trailer, long packBytes) {
    ByteReader end = new ByteReader(resource, trailer);
    end.skip(4);
    int records = end.u32();
    int objects = end.u32();
    ByteReader in = new ByteReader(resource, table);
    if (records < 0 || records > table.length || objects < records) {
      throw in.corrupt("its record table counts " + records + " records");
    }
    List<Integer> recordBytes = new ArrayList<>(records);
    long sum = 0;
    for (int i = 0; i < records; i++) {
      int length = (int) in.varint(PackFormat.MAX_RECORD_BYTES);
      sum += length;
      recordBytes.add(length);
    }
    in.end();
    if (sum != packBytes - PackFormat.HEADER_SIZE - table.length - PackFormat.TRAILER_SIZE) {
      throw in.corrupt("its record table adds up to " + sum + " bytes");
    }
    return new PackFooter(recordBytes, objects, ObjectId.read(end));
  }
}
