package dev.volary.core.chunk;

import dev.volary.core.hash.ObjectHash;
import dev.volary.core.object.Extent;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// Cuts bytes into chunks where their content says so, so that equal runs give equal chunks
/// wherever they stand: FastCDC with normalised chunking (Xia et al., USENIX ATC 2016).
///
/// Pure: a cut depends on the bytes since the previous cut alone. The parameters are frozen with
/// the format (FORMAT.md, chapter 3).
public final class Chunker {
  /// No cut is made before this many bytes and one more, but at the end of the data.
  public static final int MIN = Extent.MIN_CHUNK;

  /// Up to this many bytes a cut is made rarely, from there on often.
  public static final int AVG = 64 << 10;

  /// A cut is made after this many bytes at the latest.
  public static final int MAX = Extent.MAX_CHUNK;

  /// Bytes before this many have been shifted out of the hash.
  private static final int WINDOW = 64;

  /// Up to [#AVG] bytes the top 18 bits must be zero: once in 256 KiB.
  private static final long RARE = -1L << 46;

  /// From there on the top 14: once in 16 KiB.
  private static final long OFTEN = -1L << 50;

  private static final long[] GEAR = gear();

  private Chunker() {}

  /// Returns the length of the chunk that begins at `from`, given the bytes of `buffer` up to
  /// before `to`; 0 where more bytes are needed to tell, or there are none.
  ///
  /// With [#MAX] bytes or more, or at the end of the data, the answer is never 0.
  ///
  /// @param endOfData whether the data (the file, or its part before a hole) ends at `to`
  public static int cut(byte[] buffer, int from, int to, boolean endOfData) {
    int length = Math.min(to - from, MAX);
    if (length > MIN) {
      int middle = from + Math.min(length, AVG);
      int cut = scan(buffer, from + MIN, middle, RARE);
      if (cut < 0 && length > AVG) {
        cut = scan(buffer, middle, from + length, OFTEN);
      }
      if (cut >= 0) {
        return cut - from;
      }
    }
    return length == MAX || endOfData ? length : 0;
  }

  /// Returns the index after the first byte from `from` on at which the hash has zeros wherever
  /// `mask` has ones, or -1 where none before `to` has.
  ///
  /// The hash takes one addition a byte; four steps a turn halve the cost of the loop around it.
  private static int scan(byte[] buffer, int from, int to, long mask) {
    long[] gear = GEAR;
    // The second scan of a chunk goes on where the first one ended.
    long hash = mask == RARE ? 0 : hash(buffer, from);
    int i = from;
    for (; i < to - 3; i += 4) {
      hash = (hash << 1) + gear[buffer[i] & 0xff];
      if ((hash & mask) == 0) {
        return i + 1;
      }
      hash = (hash << 1) + gear[buffer[i + 1] & 0xff];
      if ((hash & mask) == 0) {
        return i + 2;
      }
      hash = (hash << 1) + gear[buffer[i + 2] & 0xff];
      if ((hash & mask) == 0) {
        return i + 3;
      }
      hash = (hash << 1) + gear[buffer[i + 3] & 0xff];
      if ((hash & mask) == 0) {
        return i + 4;
      }
    }
    for (; i < to; i++) {
      hash = (hash << 1) + gear[buffer[i] & 0xff];
      if ((hash & mask) == 0) {
        return i + 1;
      }
    }
    return -1;
  }

  /// Returns the hash of the bytes before `end`.
  private static long hash(byte[] buffer, int end) {
    long hash = 0;
    for (int i = end - WINDOW; i < end; i++) {
      hash = (hash << 1) + GEAR[buffer[i] & 0xff];
    }
    return hash;
  }

  /// The table's value for a byte is the first 8 bytes, big-endian, of the SHA-256 of the seed and
  /// that byte.
  private static long[] gear() {
    VarHandle word = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    byte[] seed = "volary gear 1".getBytes(StandardCharsets.US_ASCII);
    MessageDigest digest = ObjectHash.sha256();
    long[] table = new long[256];
    for (int i = 0; i < table.length; i++) {
      digest.update(seed);
      digest.update((byte) i);
      table[i] = (long) word.get(digest.digest(), 0);
    }
    return table;
  }
}
