package dev.volary.core.store.pack;

/// How long a record is and how many objects it holds, as its first bytes say.
///
/// @param bytes the whole record's
public record RecordHead(int bytes, int slots) {
  /// As much of a record as says this: prefix, kind and the number of slots.
  static final int BYTES = PackFormat.RECORD_PREFIX_SIZE + 1 + 2;
}
