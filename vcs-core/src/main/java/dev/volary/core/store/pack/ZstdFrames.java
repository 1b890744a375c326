package dev.volary.core.store.pack;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import dev.volary.core.error.VolaryException;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Zstandard frames (RFC 8878) with the smallest header: no magic number, content size, checksum or
/// dictionary id, all of which the record knows.
///
/// The native library is loaded by the first call, so that commands which read no data start fast.
/// Thread-safe: contexts are borrowed, and there are never more than threads that called at once.
final class ZstdFrames {
  private static final ConcurrentLinkedQueue<Compressor> COMPRESSORS =
      new ConcurrentLinkedQueue<>();
  private static final ConcurrentLinkedQueue<ZstdDecompressCtx> DECOMPRESSORS =
      new ConcurrentLinkedQueue<>();

  /// What a dictionary must not begin with, lest zstd take it for a structured one.
  private static final byte[] DICTIONARY_MAGIC = {0x37, (byte) 0xa4, 0x30, (byte) 0xec};

  private static final int MIN_LOG = 12;

  private ZstdFrames() {}

  /// Returns `plain` compressed at `level`; an empty `dictionary` is none.
  static byte[] compress(byte[] plain, byte[] dictionary, int level) {
    Compressor compressor = COMPRESSORS.poll();
    if (compressor == null) {
      compressor = new Compressor();
    }
    try {
      return compressor.compress(plain, dictionary, level);
    } finally {
      compressor.context.reset();
      COMPRESSORS.add(compressor);
    }
  }

  /// A context and the room it compresses into, used again and again.
  private static final class Compressor {
    private final ZstdCompressCtx context = new ZstdCompressCtx();
    private byte[] room = {};

    byte[] compress(byte[] plain, byte[] dictionary, int level) {
      context.reset();
      context.setLevel(level).setMagicless(true).setChecksum(false);
      context.setContentSize(false).setDictID(false);
      if (dictionary.length > 0) {
        // Left to itself, zstd makes its table too small for the dictionary and forgets most of it:
        // 24,710 bytes for six bytes changed in 100 KiB instead of 41.
        int log = Integer.SIZE - Integer.numberOfLeadingZeros(dictionary.length + plain.length);
        context.setWindowLog(Math.max(MIN_LOG, log)).setHashLog(Math.max(MIN_LOG, log - 1));
        context.loadDict(escaped(dictionary));
      }
      int bound = Math.toIntExact(Zstd.compressBound(plain.length));
      if (room.length < bound) {
        room = new byte[bound];
      }
      int size = context.compressByteArray(room, 0, bound, plain, 0, plain.length);
      return Arrays.copyOf(room, size);
    }
  }

  /// Returns the `plainBytes` bytes that `frame`, a part of `resource`, stands for; an empty
  /// `dictionary` is none.
  static byte[] decompress(String resource, byte[] frame, byte[] dictionary, int plainBytes) {
    ZstdDecompressCtx context = DECOMPRESSORS.poll();
    if (context == null) {
      context = new ZstdDecompressCtx();
    }
    try {
      context.reset();
      context.setMagicless(true);
      if (dictionary.length > 0) {
        context.loadDict(escaped(dictionary));
      }
      byte[] plain = new byte[plainBytes];
      int size = context.decompressByteArray(plain, 0, plainBytes, frame, 0, frame.length);
      if (size != plainBytes) {
        throw VolaryException.corrupt(resource, size + " bytes came out of " + plainBytes);
      }
      return plain;
    } catch (ZstdException e) {
      throw VolaryException.corrupt(resource, "its compressed bytes: " + e.getMessage());
    } finally {
      context.reset();
      DECOMPRESSORS.add(context);
    }
  }

  private static byte[] escaped(byte[] dictionary) {
    boolean structured =
        dictionary.length >= 4
            && Arrays.equals(dictionary, 0, 4, DICTIONARY_MAGIC, 0, DICTIONARY_MAGIC.length);
    if (!structured) {
      return dictionary;
    }
    byte[] out = new byte[dictionary.length + 1];
    System.arraycopy(dictionary, 0, out, 1, dictionary.length);
    return out;
  }
}
