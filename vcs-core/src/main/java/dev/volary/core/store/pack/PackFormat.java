package dev.volary.core.store.pack;

import java.util.zip.CRC32C;

/// The fixed numbers of pack files, version 1 (FORMAT.md, chapter 6).
public final class PackFormat {
  /// The most plain bytes one object may have.
  public static final int MAX_OBJECT_BYTES = 1 << 20;

  /// The most plain bytes the objects of a raw, zstd or xz record may have together.
  public static final int MAX_FRAME_BYTES = 1 << 20;

  /// The most bytes the pieces of one object's base may have together.
  public static final int MAX_BASE_BYTES = 1 << 20;

  /// The most objects one record may hold.
  public static final int MAX_SLOTS = 1024;

  /// The longest chain of bases under an object.
  public static final int MAX_DEPTH = 4;

  /// The most objects that reading one object may touch, itself included.
  public static final int MAX_COST = 16;

  static final int VERSION = 1;

  /// The object ids are SHA-256.
  static final int ID_ALGORITHM = 1;

  static final byte[] MAGIC = {'V', 'L', 'Y', 'P', 'A', 'C', 'K', '\n'};
  static final int HEADER_SIZE = 32;
  static final int RECORD_MAGIC = 0x5256;
  static final int RECORD_PREFIX_SIZE = 12;
  static final int RECORD_CRC_OFFSET = 4;

  /// The most bytes a record may take, descriptors included.
  static final int MAX_RECORD_BYTES = 2 << 20;

  static final int TRAILER_SIZE = 48;
  static final int TRAILER_MAGIC = 0x45594c56;

  /// Packs over this are refused; writers stop far earlier.
  static final long MAX_PACK_BYTES = 1L << 30;

  private PackFormat() {}

  /// Returns the checksum of a record: all of it but the four bytes the checksum stands in.
  static int recordChecksum(byte[] record, int length) {
    CRC32C crc = new CRC32C();
    crc.update(record, 0, RECORD_CRC_OFFSET);
    crc.update(record, RECORD_CRC_OFFSET + 4, length - RECORD_CRC_OFFSET - 4);
    return (int) crc.getValue();
  }

  /// Returns the checksum of the first `length` bytes.
  static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
