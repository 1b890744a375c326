package dev.volary.core.store.index;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.io.ByteReader;
import dev.volary.core.io.ByteWriter;
import dev.volary.core.store.manifest.Manifest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/// The first 64 bytes of an index file, from which every other position follows.
///
/// The file is header, fan-out table, filter, entries, checksum. The filter and the entries are
/// ordered alike, so that the file is written in one pass from sorted entries without holding any.
///
/// @param fanoutBits how many leading bits of an id choose its line of the fan-out table
/// @param filterBlocks how many blocks of [IndexFilter#BLOCK_SIZE] bytes the filter has
/// @param entries how many entries there are
record IndexHeader(int fanoutBits, long filterBlocks, long entries) {
  static final int SIZE = 64;
  static final int CHECKSUM_SIZE = 32;
  static final int MIN_FANOUT_BITS = 4;
  static final int MAX_FANOUT_BITS = 24;

  private static final byte[] MAGIC = "VOLINDEX".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;

  /// Zero, for what a later version may need.
  private static final byte[] RESERVED = new byte[28];

  /// About this many entries share a line of the fan-out table: 3 KiB, one page of the file.
  private static final int ENTRIES_PER_LINE = 64;

  /// Returns the header of a file that will get up to `capacity` entries and has `entries`.
  static IndexHeader forCapacity(long capacity, long entries) {
    int bits = 64 - Long.numberOfLeadingZeros(capacity / ENTRIES_PER_LINE);
    int fanoutBits = Math.clamp(bits, MIN_FANOUT_BITS, MAX_FANOUT_BITS);
    return new IndexHeader(fanoutBits, IndexFilter.blocksFor(capacity), entries);
  }

  long filterStart() {
    return SIZE + 4L * (1L << fanoutBits);
  }

  long entriesStart() {
    return filterStart() + filterBlocks * IndexFilter.BLOCK_SIZE;
  }

  long checksumStart() {
    return entriesStart() + entries * EntryCodec.SIZE;
  }

  long fileSize() {
    return checksumStart() + CHECKSUM_SIZE;
  }

  byte[] encode() {
    ByteWriter out = new ByteWriter(SIZE);
    out.bytes(MAGIC).u32(VERSION).u32(fanoutBits).u64(filterBlocks).u64(entries);
    out.bytes(RESERVED);
    return out.u32(checksum(out.array())).toByteArray();
  }

  static IndexHeader decode(String resource, byte[] bytes) {
    ByteReader in = new ByteReader(resource, bytes);
    if (!Arrays.equals(in.bytes(MAGIC.length), MAGIC)) {
      throw in.corrupt("it does not begin like an index");
    }
    int version = in.u32();
    int fanoutBits = in.u32();
    long filterBlocks = in.u64();
    long entries = in.u64();
    boolean zeros = Arrays.equals(in.bytes(RESERVED.length), RESERVED);
    if (in.u32() != checksum(bytes)) {
      throw in.corrupt("its header has a wrong checksum");
    }
    if (version != VERSION) {
      throw new VolaryException(
          Fault.TOO_NEW, resource + " has format " + version + "; use a newer volary");
    }
    if (!zeros
        || fanoutBits < MIN_FANOUT_BITS
        || fanoutBits > MAX_FANOUT_BITS
        || filterBlocks < 1
        || filterBlocks > IndexFilter.blocksFor(Manifest.MAX_U32)
        || entries < 0
        || entries > Manifest.MAX_U32) {
      throw in.corrupt("its header has values that cannot be");
    }
    return new IndexHeader(fanoutBits, filterBlocks, entries);
  }

  private static int checksum(byte[] header) {
    CRC32C crc = new CRC32C();
    crc.update(header, 0, SIZE - 4);
    return (int) crc.getValue();
  }
}
