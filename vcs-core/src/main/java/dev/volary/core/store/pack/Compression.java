package dev.volary.core.store.pack;

import dev.volary.core.hash.ObjectKind;
import dev.volary.core.object.NewObject;
import dev.volary.core.store.pack.FrameRecord.FrameSlot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Codes objects into records' payloads and back. Pure and thread-safe.
public final class Compression {
  /// Best of the levels on mixed data: level 4 halves the speed for 1 %.
  private static final int FRAME_LEVEL = 3;

  /// Against a dictionary level 1 is twice as fast as level 3 and 9 % larger, of very little.
  private static final int DELTA_LEVEL = 1;

  /// Lines of text against their like: 10 % smaller than with level 1 in the same time. On pages of
  /// a database it takes 2.5 times as long.
  private static final int TEXT_DELTA_LEVEL = 9;

  private static final int PROBE_LEVEL = 1;
  private static final int PROBE_BYTES = 4096;
  private static final byte[] NO_DICTIONARY = {};

  private Compression() {}

  /// Returns records of `objects`, all of `kind` and at most [PackFormat#MAX_FRAME_BYTES] together:
  /// a zstd frame of those that compress, and a raw record of those that do not.
  public static List<FrameRecord> frames(ObjectKind kind, List<NewObject> objects) {
    List<NewObject> raw = new ArrayList<>();
    List<NewObject> rest = new ArrayList<>(objects.size());
    for (NewObject object : objects) {
      (looksRandom(object.plain()) ? raw : rest).add(object);
    }
    List<FrameRecord> out = new ArrayList<>(2);
    if (!rest.isEmpty()) {
      byte[] plain = joined(rest);
      byte[] packed = ZstdFrames.compress(plain, NO_DICTIONARY, FRAME_LEVEL);
      boolean smaller = packed.length < plain.length;
      out.add(
          new FrameRecord(
              kind, smaller ? Codec.ZSTD : Codec.RAW, slots(rest), smaller ? packed : plain));
    }
    if (!raw.isEmpty()) {
      out.add(new FrameRecord(kind, Codec.RAW, slots(raw), joined(raw)));
    }
    return out;
  }

  /// Returns a record of `objects`, all of `kind` and at most [PackFormat#MAX_FRAME_BYTES]
  /// together, for packs that are rarely read.
  public static FrameRecord archive(ObjectKind kind, List<NewObject> objects) {
    byte[] plain = joined(objects);
    byte[] packed = XzStreams.compress(plain);
    return packed.length < plain.length
        ? new FrameRecord(kind, Codec.XZ, slots(objects), packed)
        : new FrameRecord(kind, Codec.RAW, slots(objects), plain);
  }

  /// Returns the plain bytes of all objects of `record`, a part of `resource`; the array may be the
  /// record's own.
  public static byte[] plain(String resource, FrameRecord record) {
    return switch (record.codec()) {
      case RAW -> record.payload();
      case ZSTD ->
          ZstdFrames.decompress(resource, record.payload(), NO_DICTIONARY, record.plainBytes());
      case XZ -> XzStreams.decompress(resource, record.payload(), record.plainBytes());
      case DELTA -> throw new IllegalArgumentException("a frame is never a delta");
    };
  }

  /// Returns `plain` coded against `base`, the joined pieces of other objects.
  public static byte[] delta(byte[] plain, byte[] base) {
    return ZstdFrames.compress(plain, base, looksLikeText(plain) ? TEXT_DELTA_LEVEL : DELTA_LEVEL);
  }

  /// Returns the `plainBytes` bytes that `payload`, a part of `resource`, stands for against
  /// `base`.
  public static byte[] undelta(String resource, byte[] payload, byte[] base, int plainBytes) {
    return ZstdFrames.decompress(resource, payload, base, plainBytes);
  }

  /// Returns how many bytes `plain` takes alone.
  public static int sizeAlone(byte[] plain) {
    if (looksRandom(plain)) {
      return plain.length;
    }
    return ZstdFrames.compress(plain, NO_DICTIONARY, DELTA_LEVEL).length;
  }

  /// Tells whether compressing is a waste of time, from a sample of the bytes: none of their values
  /// is rare, and a fast compression of the sample gains nothing.
  static boolean looksRandom(byte[] plain) {
    if (plain.length < 2 * PROBE_BYTES) {
      return false;
    }
    int from = (plain.length - PROBE_BYTES) / 2;
    int[] counts = new int[256];
    for (int i = from; i < from + PROBE_BYTES; i++) {
      counts[plain[i] & 0xff]++;
    }
    // Of 16 expected, fewer than 2 or more than 48 happen once in a million.
    if (Arrays.stream(counts).anyMatch(count -> count < 2 || count > 48)) {
      return false;
    }
    return sampleStays(plain, plain.length / 8) && sampleStays(plain, from);
  }

  /// Tells whether no byte of a sample is one that pages, maps and programs are full of.
  private static boolean looksLikeText(byte[] plain) {
    int from = Math.max(0, plain.length - PROBE_BYTES) / 2;
    for (int i = from; i < Math.min(plain.length, from + PROBE_BYTES); i++) {
      if (plain[i] >= 0 && plain[i] < '\t') {
        return false;
      }
    }
    return true;
  }

  private static boolean sampleStays(byte[] plain, int from) {
    int length = Math.min(4 * PROBE_BYTES, plain.length - from);
    return ZstdFrames.compress(
                Arrays.copyOfRange(plain, from, from + length), NO_DICTIONARY, PROBE_LEVEL)
            .length
        >= length - length / 64;
  }

  private static List<FrameSlot> slots(List<NewObject> objects) {
    List<FrameSlot> slots = new ArrayList<>(objects.size());
    for (NewObject object : objects) {
      slots.add(new FrameSlot(object.id(), object.plain().length));
    }
    return slots;
  }

  private static byte[] joined(List<NewObject> objects) {
    if (objects.size() == 1) {
      return objects.getFirst().plain();
    }
    int size = 0;
    for (NewObject object : objects) {
      size += object.plain().length;
    }
    byte[] out = new byte[size];
    int at = 0;
    for (NewObject object : objects) {
      System.arraycopy(object.plain(), 0, out, at, object.plain().length);
      at += object.plain().length;
    }
    return out;
  }
}
