package dev.volary.remote.message;

/// The numbers both ends of a connection hold to; a message beyond them is refused unread.
public final class TransferLimits {
  /// The version of the protocol, part of every path.
  public static final int VERSION = 1;

  /// The media type of every message and record stream.
  public static final String MEDIA_TYPE = "application/x-volary";

  /// The most objects one message names.
  public static final int MAX_OBJECTS = 8192;

  /// The most refs a volume may show.
  public static final int MAX_REFS = 65_536;

  /// The most commits a fetch may want, and the most it may say it has.
  public static final int MAX_TIPS = 65_536;

  /// The most commits without data that a fetch may be told of.
  public static final int MAX_WITHOUT_DATA = 1 << 20;

  /// The most refs one push may move.
  public static final int MAX_COMMANDS = 4096;

  /// The most bytes of one pack on its way to a server, descriptors and framing included.
  public static final long MAX_PACK_BYTES = 64 << 20;

  /// The most bytes of one record.
  public static final int MAX_RECORD_BYTES = 2 << 20;

  /// The most packs of one push.
  public static final int MAX_PACKS = 1 << 20;

  /// The most batches of one fetch.
  public static final int MAX_BATCHES = 1 << 30;

  /// The longest sentence about one ref, in bytes.
  public static final int MAX_SENTENCE_BYTES = 4096;

  /// The longest name of a ref or volume, in bytes.
  public static final int MAX_NAME_BYTES = 1024;

  private TransferLimits() {}
}
